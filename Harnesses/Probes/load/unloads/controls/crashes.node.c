// exercise: {}
#include "control.h"

static int *volatile nowhere;

static void crash(napi_env env, void *data, void *hint) {
  (void)env;
  (void)data;
  (void)hint;
  *nowhere = 1;
}

/* Its finalizer uses what is gone when the environment goes. */
napi_value control_call(napi_env env) {
  napi_value object;
  napi_ref kept;
  napi_create_object(env, &object);
  napi_wrap(env, object, NULL, crash, NULL, NULL);
  napi_create_reference(env, object, 1, &kept);
  return NULL;
}
