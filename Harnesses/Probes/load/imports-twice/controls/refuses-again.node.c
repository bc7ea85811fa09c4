// exercise: {}
#include "control.h"

static int loads;

void control_load(napi_env env) {
  if (loads++ > 0)
    napi_throw_error(env, NULL, "this addon may be loaded in one environment only");
}

napi_value control_call(napi_env env) {
  (void)env;
  return NULL;
}
