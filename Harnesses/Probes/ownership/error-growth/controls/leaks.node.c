// exercise: {"raises": "Error"}
#include "control.h"

static void *volatile block;

/* Only the way out by the error forgets the block. */
napi_value control_call(napi_env env) {
  block = malloc(16);
  napi_throw_error(env, "ERR_MALFORMED", "malformed");
  return NULL;
}
