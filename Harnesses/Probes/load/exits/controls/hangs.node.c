// exercise: {}
#include "control.h"

static void call_nothing(napi_env env, napi_value function, void *context, void *data) {
  (void)env;
  (void)function;
  (void)context;
  (void)data;
}

/* A threadsafe function that nobody releases. */
napi_value control_call(napi_env env) {
  napi_threadsafe_function function;
  napi_value name;
  napi_create_string_utf8(env, "progress", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, call_nothing, &function);
  return NULL;
}
