#define _GNU_SOURCE
#include "instance.h"

#include "../Verbs/verbs.h"
#include "../Wire/wire.h"
#include "interruption.h"
#include "module_file.h"
#include "signature.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
  wasm_engine *engine;
  wasmtime_linker *linker;
  wasmtime_module *module;
  struct module_file file;
  int64_t memory_limit; /* -1 for none */
  bool imports_checked;
} runtime;

wasm_engine *runtime_engine(void) { return runtime.engine; }

/* The runtime. */

/* Threads cost 4 ms to start, and gain that back on what takes longer to compile. */
static bool is_large(const char *artifact) {
  struct stat status;
  return stat(artifact, &status) == 0 && status.st_size > 512 << 10;
}

static wasm_engine *make_engine(bool in_parallel) {
  wasm_config *config = wasmtime.wasm_config_new();
  wasmtime.wasmtime_config_epoch_interruption_set(config, true);
  wasmtime.wasmtime_config_parallel_compilation_set(config, in_parallel);
  return wasmtime.wasm_engine_new_with_config(config);
}

const char *runtime_start(const char *library, const char *artifact, double memory_limit) {
  const char *problem = wasmtime_api_load(library);
  if (problem)
    return problem;
  runtime.memory_limit = memory_limit > 0 ? (int64_t)memory_limit : -1;
  runtime.engine = make_engine(is_large(artifact));
  if (!runtime.engine)
    return "it gives no engine";
  runtime.linker = wasmtime.wasmtime_linker_new(runtime.engine);
  if (wasmtime.wasmtime_linker_define_wasi(runtime.linker))
    return "it does not define WASI preview 1";
  return wasmtime_api_refusal(runtime.engine);
}

/* The module. */

static _Noreturn void refuse(const char *type, const char *message) {
  raised_write(&(struct raised){.type = type, .message = message, .step = WIRE_STEP_IMPORT});
  verbs_stop();
}

static void compile(void) {
  struct failure failure = {.module = runtime.file.name};
  failure.error = wasmtime.wasmtime_module_new(runtime.engine, runtime.file.bytes, runtime.file.size, &runtime.module);
  if (!failure.error)
    return;
  failure_raise(&failure, "CompileError", WIRE_STEP_IMPORT);
  verbs_stop();
}

/* Under another name first: cells of one artifact may compile it at the same time. What can't be kept is compiled
   again by the next cell. */
static void keep(const char *path) {
  struct wasm_byte_vec bytes;
  char draft[PATH_MAX];
  snprintf(draft, sizeof draft, "%s.%d", path, getpid());
  FILE *file = fopen(draft, "wxe");
  if (!file || wasmtime.wasmtime_module_serialize(runtime.module, &bytes))
    return;
  bool whole = fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
  if (fclose(file) != 0 || !whole || rename(draft, path) != 0)
    unlink(draft);
  wasmtime.wasm_byte_vec_delete(&bytes);
}

/* wasmtime refuses what another version, or one that is set up otherwise, has compiled. */
static bool is_kept(const char *path) {
  if (access(path, R_OK) != 0)
    return false;
  wasmtime_error *error = wasmtime.wasmtime_module_deserialize_file(runtime.engine, path, &runtime.module);
  if (error)
    wasmtime.wasmtime_error_delete(error);
  return !error;
}

void module_load(const char *path, const char *compiled) {
  const char *reason = module_file_read(&runtime.file, path);
  if (reason)
    refuse("CompileError", reason);
  if (compiled && is_kept(compiled))
    return;
  compile();
  if (compiled)
    keep(compiled);
}

const char *module_hides_memory(const struct instance *instance) {
  bool hides = instance->memory_count == 0 && module_file_has_memory(&runtime.file);
  return hides ? "the module exports no memory, so its linear memory can't be read: export it" : NULL;
}

/* Instances. */

static void find_memories(struct instance *instance) {
  struct wasmtime_extern item;
  char *name;
  size_t length;
  instance->memory_count = 0;
  for (size_t i = 0;
       wasmtime.wasmtime_instance_export_nth(instance->context, &instance->handle, i, &name, &length, &item); i++)
    if (item.kind == wasmtime_extern_memory && instance->memory_count < instance_memories)
      instance->memories[instance->memory_count++] = item.of.memory;
}

static void give_wasi(struct instance *instance, size_t count, const char *const *words) {
  wasi_config *config = wasmtime.wasi_config_new();
  wasmtime.wasi_config_set_argv(config, count, (const char **)words);
  wasmtime.wasi_config_inherit_env(config);
  wasmtime.wasi_config_inherit_stdout(config);
  wasmtime.wasi_config_inherit_stderr(config);
  wasmtime.wasmtime_context_set_wasi(instance->context, config);
}

static void open_store(struct instance *instance, size_t count, const char *const *words) {
  instance->store = wasmtime.wasmtime_store_new(runtime.engine, NULL, NULL);
  instance->context = wasmtime.wasmtime_store_context(instance->store);
  wasmtime.wasmtime_store_limiter(instance->store, runtime.memory_limit, -1, -1, -1, -1);
  wasmtime.wasmtime_context_set_epoch_deadline(instance->context, 1);
  give_wasi(instance, count, words);
}

/* The linker would name the first only. */
static void check_imports(const struct instance *instance) {
  struct wasm_importtype_vec imports;
  struct wasmtime_extern item;
  char text[2048] = "";
  if (runtime.imports_checked)
    return;
  runtime.imports_checked = true;
  wasmtime.wasmtime_module_imports(runtime.module, &imports);
  for (size_t i = 0; i < imports.size; i++) {
    const struct wasm_byte_vec *module = wasmtime.wasm_importtype_module(imports.data[i]);
    const struct wasm_byte_vec *name = wasmtime.wasm_importtype_name(imports.data[i]);
    if (!wasmtime.wasmtime_linker_get(runtime.linker, instance->context, module->data, module->size, name->data,
                                      name->size, &item))
      signature_of_import(text, sizeof text, imports.data[i]);
  }
  wasmtime.wasm_importtype_vec_delete(&imports);
  if (!text[0])
    return;
  strncat(text, ": nobody provides it; this runtime has WASI preview 1 (wasi_snapshot_preview1)",
          sizeof text - strlen(text) - 1);
  refuse("LinkError", text);
}

static struct failure initialise(struct instance *instance) {
  struct wasmtime_func function;
  if (!instance_function(instance, "_initialize", strlen("_initialize"), &function))
    return (struct failure){.module = runtime.file.name};
  struct failure failure = instance_call(instance, &function, NULL, 0, NULL, 0);
  failure.before_any_call = true;
  return failure;
}

static struct failure instantiate(struct instance *instance) {
  struct failure failure = {.module = runtime.file.name, .before_any_call = true};
  check_imports(instance);
  failure.error = wasmtime.wasmtime_linker_instantiate(runtime.linker, instance->context, runtime.module,
                                                       &instance->handle, &failure.trap);
  interruption_obey(&failure);
  if (failure_is(&failure))
    return failure;
  find_memories(instance);
  return initialise(instance);
}

struct failure instance_open(struct instance *instance, size_t count, const char *const *words) {
  open_store(instance, count, words);
  return instantiate(instance);
}

struct failure instance_join(struct instance *instance, const struct instance *other) {
  instance->store = other->store;
  instance->context = other->context;
  return instantiate(instance);
}

void instance_close(struct instance *instance) {
  wasmtime.wasmtime_store_delete(instance->store);
  memset(instance, 0, sizeof *instance);
}

/* Use. */

bool instance_function(const struct instance *instance, const char *name, size_t length,
                       struct wasmtime_func *function) {
  struct wasmtime_extern item;
  bool found = wasmtime.wasmtime_instance_export_get(instance->context, &instance->handle, name, length, &item) &&
               item.kind == wasmtime_extern_func;
  if (found)
    *function = item.of.func;
  return found;
}

struct failure instance_call(const struct instance *instance, const struct wasmtime_func *function,
                             const struct wasmtime_val *arguments, size_t count, struct wasmtime_val *results,
                             size_t result_count) {
  struct failure failure = {.module = runtime.file.name};
  failure.error =
      wasmtime.wasmtime_func_call(instance->context, function, arguments, count, results, result_count, &failure.trap);
  if (!failure.error && !failure.trap)
    return failure;
  interruption_obey(&failure);
  /* An interruption of the host's own: the next one needs another tick. */
  wasmtime.wasmtime_context_set_epoch_deadline(instance->context, 1);
  return failure;
}

double instance_memory_bytes(const struct instance *instance) {
  double bytes = 0;
  for (size_t i = 0; i < instance->memory_count; i++)
    bytes += (double)wasmtime.wasmtime_memory_data_size(instance->context, &instance->memories[i]);
  return bytes;
}

bool runtime_catches_traps(void) {
  /* (module (func unreachable) (start 0)) */
  static const uint8_t traps[] = {0, 'a', 's', 'm', 1, 0, 0, 0,   1, 4, 1, 0x60, 0, 0,
                                  3, 2,   1,   0,   8, 1, 0, 0xa, 5, 1, 3, 0,    0, 0x0b};
  struct instance instance;
  wasmtime_module *module = NULL;
  struct failure failure = {.error = wasmtime.wasmtime_module_new(runtime.engine, traps, sizeof traps, &module)};
  if (failure.error)
    return false;
  open_store(&instance, 0, NULL);
  failure.error =
      wasmtime.wasmtime_linker_instantiate(runtime.linker, instance.context, module, &instance.handle, &failure.trap);
  bool caught = failure.trap != NULL;
  failure_clear(&failure);
  instance_close(&instance);
  return caught;
}
