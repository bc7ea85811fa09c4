/* A wasm binary as a file: what can be told before a runtime sees it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct module_file {
  const char *name; /* without its folder */
  uint8_t *bytes;
  size_t size;
};

/* NULL, or the reason why it is no module: it can't be read, it is no WebAssembly, it is a component. */
const char *module_file_read(struct module_file *file, const char *path);

/* Whether the module has a linear memory of its own, exported or not. */
bool module_file_has_memory(const struct module_file *file);
