// exercise: {}
#include "control.h"

static void *volatile block;

napi_value control_call(napi_env env) {
  (void)env;
  block = malloc(16);
  free(block);
  return NULL;
}
