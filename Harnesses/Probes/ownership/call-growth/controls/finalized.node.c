// exercise: {}
#include "control.h"

static void give_back(napi_env env, void *block, void *hint) {
  (void)env;
  (void)hint;
  free(block);
}

/* An object that owns a block, which garbage collection gives back. */
napi_value control_call(napi_env env) {
  napi_value object;
  napi_create_object(env, &object);
  napi_wrap(env, object, malloc(64), give_back, NULL, NULL);
  return object;
}
