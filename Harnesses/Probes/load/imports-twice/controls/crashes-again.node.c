// exercise: {}
#include "control.h"

static napi_env first;
static int *volatile nowhere;

/* State of the process: the environment that was first. */
napi_value control_call(napi_env env) {
  napi_value object;
  if (first && first != env)
    *nowhere = 1;
  first = env;
  napi_create_object(env, &object);
  return object;
}
