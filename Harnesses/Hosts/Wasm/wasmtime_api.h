/* The part of wasmtime's C API that the host uses, found with dlsym in the library of PyPI's `wasmtime` wheel.

   Declared by hand, since the wheel brings no headers: signatures, layouts and constants are those of its own
   wasmtime/_bindings.py and _ffi.py, version 50.0.1. They hold for one version only, so another one is refused. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WASMTIME_MAJOR "50"

typedef struct wasm_config wasm_config;
typedef struct wasm_engine wasm_engine;
typedef struct wasm_trap wasm_trap;
typedef struct wasm_frame wasm_frame;
typedef struct wasm_valtype wasm_valtype;
typedef struct wasm_functype wasm_functype;
typedef struct wasm_externtype wasm_externtype;
typedef struct wasm_importtype wasm_importtype;
typedef struct wasi_config wasi_config;
typedef struct wasmtime_error wasmtime_error;
typedef struct wasmtime_module wasmtime_module;
typedef struct wasmtime_store wasmtime_store;
typedef struct wasmtime_context wasmtime_context;
typedef struct wasmtime_linker wasmtime_linker;

struct wasm_byte_vec {
  size_t size;
  char *data;
};
struct wasm_valtype_vec {
  size_t size;
  wasm_valtype **data;
};
struct wasm_importtype_vec {
  size_t size;
  wasm_importtype **data;
};
struct wasm_frame_vec {
  size_t size;
  wasm_frame **data;
};

struct wasmtime_func {
  uint64_t store;
  void *private;
};
struct wasmtime_global {
  uint64_t store;
  uint32_t private[3];
};
struct wasmtime_table {
  struct {
    uint64_t store;
    uint32_t private;
  } in;
  uint32_t private;
};
struct wasmtime_memory {
  struct {
    uint64_t store;
    uint32_t private;
  } in;
  uint32_t private;
};
struct wasmtime_instance {
  uint64_t store;
  size_t private;
};

/* wasm_valkind_t and wasmtime_valkind_t name numbers alike, references differently. */
enum { wasm_i32, wasm_i64, wasm_f32, wasm_f64, wasm_v128 };

struct wasmtime_val {
  uint8_t kind;
  union {
    int32_t i32;
    int64_t i64;
    float f32;
    double f64;
    struct {
      uint64_t store;
      uint32_t private[2];
      void *more;
    } reference;
    uint8_t v128[16];
  } of;
};

enum wasmtime_extern_kind {
  wasmtime_extern_func,
  wasmtime_extern_global,
  wasmtime_extern_table,
  wasmtime_extern_memory
};

struct wasmtime_extern {
  uint8_t kind;
  union {
    struct wasmtime_func func;
    struct wasmtime_global global;
    struct wasmtime_table table;
    struct wasmtime_memory memory;
    void *sharedmemory;
  } of;
};

_Static_assert(sizeof(struct wasmtime_func) == 16, "wasmtime_func_t");
_Static_assert(sizeof(struct wasmtime_global) == 24, "wasmtime_global_t");
_Static_assert(sizeof(struct wasmtime_table) == 24, "wasmtime_table_t");
_Static_assert(sizeof(struct wasmtime_memory) == 24, "wasmtime_memory_t");
_Static_assert(sizeof(struct wasmtime_instance) == 16, "wasmtime_instance_t");
_Static_assert(sizeof(struct wasmtime_val) == 32 && offsetof(struct wasmtime_val, of) == 8, "wasmtime_val_t");
_Static_assert(sizeof(struct wasmtime_extern) == 32 && offsetof(struct wasmtime_extern, of) == 8, "wasmtime_extern_t");

/* clang-format off */
#define WASMTIME_API(f)                                                                                                \
  f(wasm_config *, wasm_config_new, (void))                                                                            \
  f(void, wasmtime_config_epoch_interruption_set, (wasm_config *, bool))                                               \
  f(void, wasmtime_config_parallel_compilation_set, (wasm_config *, bool))                                             \
  f(wasm_engine *, wasm_engine_new_with_config, (wasm_config *))                                                       \
  f(void, wasmtime_engine_increment_epoch, (wasm_engine *))                                                            \
  f(wasmtime_error *, wasmtime_module_new, (wasm_engine *, const uint8_t *, size_t, wasmtime_module **))               \
  f(void, wasmtime_module_imports, (const wasmtime_module *, struct wasm_importtype_vec *))                            \
  f(wasmtime_error *, wasmtime_module_serialize, (wasmtime_module *, struct wasm_byte_vec *))                          \
  f(wasmtime_error *, wasmtime_module_deserialize_file, (wasm_engine *, const char *, wasmtime_module **))             \
  f(wasmtime_store *, wasmtime_store_new, (wasm_engine *, void *, void (*)(void *)))                                   \
  f(wasmtime_context *, wasmtime_store_context, (wasmtime_store *))                                                    \
  f(void, wasmtime_store_limiter, (wasmtime_store *, int64_t, int64_t, int64_t, int64_t, int64_t))                     \
  f(void, wasmtime_store_delete, (wasmtime_store *))                                                                   \
  f(wasmtime_error *, wasmtime_context_set_wasi, (wasmtime_context *, wasi_config *))                                  \
  f(void, wasmtime_context_set_epoch_deadline, (wasmtime_context *, uint64_t))                                         \
  f(wasi_config *, wasi_config_new, (void))                                                                            \
  f(bool, wasi_config_set_argv, (wasi_config *, size_t, const char **))                                                \
  f(void, wasi_config_inherit_env, (wasi_config *))                                                                    \
  f(void, wasi_config_inherit_stdout, (wasi_config *))                                                                 \
  f(void, wasi_config_inherit_stderr, (wasi_config *))                                                                 \
  f(wasmtime_linker *, wasmtime_linker_new, (wasm_engine *))                                                           \
  f(wasmtime_error *, wasmtime_linker_define_wasi, (wasmtime_linker *))                                                \
  f(bool, wasmtime_linker_get, (const wasmtime_linker *, wasmtime_context *, const char *, size_t, const char *,       \
                                size_t, struct wasmtime_extern *))                                                     \
  f(wasmtime_error *, wasmtime_linker_instantiate, (const wasmtime_linker *, wasmtime_context *,                       \
                                                    const wasmtime_module *, struct wasmtime_instance *, wasm_trap **))\
  f(bool, wasmtime_instance_export_get, (wasmtime_context *, const struct wasmtime_instance *, const char *, size_t,   \
                                         struct wasmtime_extern *))                                                    \
  f(bool, wasmtime_instance_export_nth, (wasmtime_context *, const struct wasmtime_instance *, size_t, char **,        \
                                         size_t *, struct wasmtime_extern *))                                          \
  f(wasm_functype *, wasmtime_func_type, (wasmtime_context *, const struct wasmtime_func *))                           \
  f(wasmtime_error *, wasmtime_func_call, (wasmtime_context *, const struct wasmtime_func *,                           \
                                           const struct wasmtime_val *, size_t, struct wasmtime_val *, size_t,         \
                                           wasm_trap **))                                                              \
  f(uint8_t *, wasmtime_memory_data, (wasmtime_context *, const struct wasmtime_memory *))                             \
  f(size_t, wasmtime_memory_data_size, (wasmtime_context *, const struct wasmtime_memory *))                           \
  f(void, wasm_functype_delete, (wasm_functype *))                                                                     \
  f(const struct wasm_valtype_vec *, wasm_functype_params, (const wasm_functype *))                                    \
  f(const struct wasm_valtype_vec *, wasm_functype_results, (const wasm_functype *))                                   \
  f(uint8_t, wasm_valtype_kind, (const wasm_valtype *))                                                                \
  f(const struct wasm_byte_vec *, wasm_importtype_module, (const wasm_importtype *))                                   \
  f(const struct wasm_byte_vec *, wasm_importtype_name, (const wasm_importtype *))                                     \
  f(const wasm_externtype *, wasm_importtype_type, (const wasm_importtype *))                                          \
  f(const wasm_functype *, wasm_externtype_as_functype_const, (const wasm_externtype *))                               \
  f(uint8_t, wasm_externtype_kind, (const wasm_externtype *))                                                          \
  f(void, wasm_trap_message, (const wasm_trap *, struct wasm_byte_vec *))                                              \
  f(void, wasm_trap_trace, (const wasm_trap *, struct wasm_frame_vec *))                                               \
  f(void, wasm_trap_delete, (wasm_trap *))                                                                             \
  f(bool, wasmtime_trap_code, (const wasm_trap *, uint8_t *))                                                          \
  f(void, wasmtime_error_message, (const wasmtime_error *, struct wasm_byte_vec *))                                    \
  f(bool, wasmtime_error_exit_status, (const wasmtime_error *, int *))                                                 \
  f(void, wasmtime_error_wasm_trace, (const wasmtime_error *, struct wasm_frame_vec *))                                \
  f(void, wasmtime_error_delete, (wasmtime_error *))                                                                   \
  f(uint32_t, wasm_frame_func_index, (const wasm_frame *))                                                             \
  f(size_t, wasm_frame_func_offset, (const wasm_frame *))                                                              \
  f(size_t, wasm_frame_module_offset, (const wasm_frame *))                                                            \
  f(const struct wasm_byte_vec *, wasmtime_frame_func_name, (const wasm_frame *))                                      \
  f(void, wasm_frame_vec_delete, (struct wasm_frame_vec *))                                                            \
  f(void, wasm_byte_vec_delete, (struct wasm_byte_vec *))                                                              \
  f(void, wasm_importtype_vec_delete, (struct wasm_importtype_vec *))                                                  \
  f(wasmtime_error *, wasmtime_wat2wasm, (const char *, size_t, struct wasm_byte_vec *))
/* clang-format on */

#define WASMTIME_DECLARE(result, name, parameters) result(*name) parameters;
struct wasmtime_api {
  WASMTIME_API(WASMTIME_DECLARE)
};

extern struct wasmtime_api wasmtime;

/* NULL, or what is wrong with the library: not there, a function missing. */
const char *wasmtime_api_load(const char *path);

/* NULL, or why this version is refused. The library has no function that says its version, but it stamps it on what it
   compiles. */
const char *wasmtime_api_refusal(wasm_engine *engine);
