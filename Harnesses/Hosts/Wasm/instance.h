/* The artifact in the runtime: one engine and one compiled module, and as many stores and instances as are asked for.
 */
#pragma once

#include "failure.h"

enum { instance_memories = 8 };

struct instance {
  wasmtime_store *store;
  wasmtime_context *context;
  struct wasmtime_instance handle;
  struct wasmtime_memory memories[instance_memories]; /* those that it exports */
  size_t memory_count;
};

/* NULL, or why the runtime can't be started. It is set up for what the artifact's size needs. `memory_limit`: bytes
 * that one memory may have, 0 for no limit. */
const char *runtime_start(const char *library, const char *artifact, double memory_limit);
wasm_engine *runtime_engine(void);
/* Whether a trap of another module, in a store of its own, is still caught. */
bool runtime_catches_traps(void);

/* Reads and compiles the artifact; where that fails, raises it in `import` and ends the probe. `compiled` is where the
   result is kept and found again, NULL for nowhere: compiling 1.5 MB takes a second. */
void module_load(const char *path, const char *compiled);
/* The reason why its linear memory can't be read, NULL where it can. */
const char *module_hides_memory(const struct instance *instance);

/* A store, an instance in it, and `_initialize` where it is a WASI reactor. `words` are the arguments of a WASI
   program, the first its name. The failure is the caller's to clear. */
struct failure instance_open(struct instance *instance, size_t count, const char *const *words);
/* The same in the store of another one. */
struct failure instance_join(struct instance *instance, const struct instance *other);
void instance_close(struct instance *instance);

bool instance_function(const struct instance *instance, const char *name, size_t length,
                       struct wasmtime_func *function);
/* Makes one call and obeys an order to end. */
struct failure instance_call(const struct instance *instance, const struct wasmtime_func *function,
                             const struct wasmtime_val *arguments, size_t count, struct wasmtime_val *results,
                             size_t result_count);
/* Bytes of all exported memories. */
double instance_memory_bytes(const struct instance *instance);
