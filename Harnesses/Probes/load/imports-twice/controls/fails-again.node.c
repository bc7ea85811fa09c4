// exercise: {}
#include "control.h"

static napi_env first;

napi_value control_call(napi_env env) {
  if (first && first != env)
    napi_throw_error(env, NULL, "already borrowed");
  first = env;
  return NULL;
}
