// exercise: {"raises": "Error"}
#include "control.h"

static void *volatile block;

napi_value control_call(napi_env env) {
  block = malloc(16);
  free(block);
  napi_throw_error(env, "ERR_MALFORMED", "malformed");
  return NULL;
}
