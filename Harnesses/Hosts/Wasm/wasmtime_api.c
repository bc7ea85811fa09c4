#define _GNU_SOURCE
#include "wasmtime_api.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

struct wasmtime_api wasmtime;

#define WASMTIME_FIND(result, name, parameters)                                                                        \
  *(void **)&wasmtime.name = dlsym(library, #name);                                                                    \
  if (!wasmtime.name)                                                                                                  \
    return "it has no " #name ", so it is not version " WASMTIME_MAJOR;

const char *wasmtime_api_load(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library)
    return dlerror();
  WASMTIME_API(WASMTIME_FIND)
  return NULL;
}

/* A compiled module is an ELF file, whose first section, behind the 64 bytes of the ELF header, begins with a kind (0),
   then a length and the version's digits (crates/wasmtime/src/engine/serialization.rs of wasmtime 50). */
static const char *version_of(const struct wasm_byte_vec *compiled, char version[16]) {
  enum { elf_header = 64 };
  size_t length = compiled->size > elf_header + 2 ? (unsigned char)compiled->data[elf_header + 1] : 0;
  if (length == 0 || length > 15 || compiled->data[elf_header] != 0 || compiled->size < elf_header + 2 + length)
    return "unknown";
  memcpy(version, compiled->data + elf_header + 2, length);
  version[length] = 0;
  return version;
}

const char *wasmtime_api_refusal(wasm_engine *engine) {
  static const uint8_t empty[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
  static char refusal[160];
  char digits[16];
  struct wasm_byte_vec compiled;
  wasmtime_module *module;
  if (wasmtime.wasmtime_module_new(engine, empty, sizeof empty, &module) ||
      wasmtime.wasmtime_module_serialize(module, &compiled))
    return "it does not compile an empty module, so it is not version " WASMTIME_MAJOR;
  const char *version = version_of(&compiled, digits);
  bool fits = strcmp(version, WASMTIME_MAJOR) == 0;
  snprintf(refusal, sizeof refusal, "its version is %s, and the host is written for %s: run make install-tools",
           version, WASMTIME_MAJOR);
  wasmtime.wasm_byte_vec_delete(&compiled);
  return fits ? NULL : refusal;
}
