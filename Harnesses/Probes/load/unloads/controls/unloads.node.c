// exercise: {}
#include "control.h"

static void give_back(napi_env env, void *block, void *hint) {
  (void)env;
  (void)hint;
  free(block);
}

/* An object that owns memory, and is alive when the environment goes. */
napi_value control_call(napi_env env) {
  napi_value object;
  napi_ref kept;
  napi_create_object(env, &object);
  napi_wrap(env, object, malloc(16), give_back, NULL, NULL);
  napi_create_reference(env, object, 1, &kept);
  return NULL;
}
