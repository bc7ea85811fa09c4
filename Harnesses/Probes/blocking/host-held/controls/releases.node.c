// exercise: {"async": true}
#include "control.h"

struct work {
  napi_async_work work;
  napi_deferred deferred;
};

static void execute(napi_env env, void *data) {
  (void)env;
  (void)data;
  usleep(60000);
}

static void complete(napi_env env, napi_status status, void *data) {
  struct work *work = data;
  napi_value undefined;
  (void)status;
  napi_get_undefined(env, &undefined);
  napi_resolve_deferred(env, work->deferred, undefined);
  napi_delete_async_work(env, work->work);
  free(work);
}

/* In a thread of libuv's pool. */
napi_value control_call(napi_env env) {
  struct work *work = malloc(sizeof *work);
  napi_value promise, name;
  napi_create_promise(env, &work->deferred, &promise);
  napi_create_string_utf8(env, "work", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, NULL, name, execute, complete, work, &work->work);
  napi_queue_async_work(env, work->work);
  return promise;
}
