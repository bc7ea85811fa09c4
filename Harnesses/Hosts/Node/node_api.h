/* The part of Node-API (version 8; in Node from 12.22, 14.17, 15.12, 16) that the agent and the controls use, declared
   by hand: a stock Node brings no headers. Names, orders and values are Node's own documentation's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_ref__ *napi_ref;
typedef struct napi_handle_scope__ *napi_handle_scope;
typedef struct napi_deferred__ *napi_deferred;
typedef struct napi_callback_info__ *napi_callback_info;
typedef struct napi_async_work__ *napi_async_work;
typedef struct napi_threadsafe_function__ *napi_threadsafe_function;

typedef enum { napi_ok } napi_status;
typedef enum { napi_tsfn_release, napi_tsfn_abort } napi_threadsafe_function_release_mode;
typedef enum { napi_tsfn_nonblocking, napi_tsfn_blocking } napi_threadsafe_function_call_mode;

typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef void (*napi_finalize)(napi_env, void *data, void *hint);
typedef void (*napi_async_execute_callback)(napi_env, void *data);
typedef void (*napi_async_complete_callback)(napi_env, napi_status, void *data);
typedef void (*napi_threadsafe_function_call_js)(napi_env, napi_value callback, void *context, void *data);

struct uv_loop_s;

#define NAPI(name, ...) napi_status name(napi_env, ##__VA_ARGS__)
#define NAPI_AUTO_LENGTH ((size_t)-1)

#ifdef __cplusplus
extern "C" {
#endif

NAPI(napi_get_undefined, napi_value *);
NAPI(napi_get_global, napi_value *);
NAPI(napi_get_boolean, bool, napi_value *);
NAPI(napi_create_double, double, napi_value *);
NAPI(napi_create_object, napi_value *);
NAPI(napi_create_string_utf8, const char *, size_t, napi_value *);
NAPI(napi_create_function, const char *, size_t, napi_callback, void *data, napi_value *);
NAPI(napi_create_error, napi_value code, napi_value message, napi_value *);
NAPI(napi_create_arraybuffer, size_t, void **data, napi_value *);
NAPI(napi_create_external_arraybuffer, void *data, size_t, napi_finalize, void *hint, napi_value *);
NAPI(napi_get_value_double, napi_value, double *);
NAPI(napi_get_value_bool, napi_value, bool *);
NAPI(napi_get_value_string_utf8, napi_value, char *, size_t, size_t *);
NAPI(napi_get_arraybuffer_info, napi_value, void **data, size_t *);
NAPI(napi_set_named_property, napi_value, const char *, napi_value);
NAPI(napi_get_named_property, napi_value, const char *, napi_value *);
NAPI(napi_call_function, napi_value receiver, napi_value, size_t, const napi_value *, napi_value *);
NAPI(napi_get_cb_info, napi_callback_info, size_t *, napi_value *, napi_value *self, void **data);
NAPI(napi_throw_error, const char *code, const char *message);
NAPI(napi_throw_range_error, const char *code, const char *message);
NAPI(napi_open_handle_scope, napi_handle_scope *);
NAPI(napi_close_handle_scope, napi_handle_scope);
NAPI(napi_create_reference, napi_value, uint32_t, napi_ref *);
NAPI(napi_delete_reference, napi_ref);
NAPI(napi_get_reference_value, napi_ref, napi_value *);
NAPI(napi_wrap, napi_value, void *, napi_finalize, void *hint, napi_ref *);
NAPI(napi_adjust_external_memory, int64_t change, int64_t *now);
NAPI(napi_create_promise, napi_deferred *, napi_value *);
NAPI(napi_resolve_deferred, napi_deferred, napi_value);
NAPI(napi_create_async_work, napi_value resource, napi_value name, napi_async_execute_callback,
     napi_async_complete_callback, void *, napi_async_work *);
NAPI(napi_queue_async_work, napi_async_work);
NAPI(napi_delete_async_work, napi_async_work);
NAPI(napi_create_threadsafe_function, napi_value function, napi_value resource, napi_value name, size_t queue,
     size_t threads, void *data, napi_finalize, void *context, napi_threadsafe_function_call_js,
     napi_threadsafe_function *);
napi_status napi_release_threadsafe_function(napi_threadsafe_function, napi_threadsafe_function_release_mode);
NAPI(napi_add_env_cleanup_hook, void (*)(void *), void *);
NAPI(napi_set_instance_data, void *, napi_finalize, void *hint);
NAPI(napi_get_uv_event_loop, struct uv_loop_s **);

#ifdef __cplusplus
}
#endif
