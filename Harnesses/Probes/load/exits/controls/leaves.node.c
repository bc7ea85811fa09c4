// exercise: {}
#include "control.h"

static napi_async_work work;

static void execute(napi_env env, void *data) {
  (void)env;
  (void)data;
  usleep(1000);
}

static void complete(napi_env env, napi_status status, void *data) {
  (void)status;
  (void)data;
  napi_delete_async_work(env, work);
}

/* The loop waits for it, and it is over soon. */
napi_value control_call(napi_env env) {
  napi_value name;
  napi_create_string_utf8(env, "work", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, NULL, name, execute, complete, NULL, &work);
  napi_queue_async_work(env, work);
  return NULL;
}
