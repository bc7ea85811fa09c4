// exercise: {}
#include "control.h"

static int *volatile nowhere;

void control_load(napi_env env) {
  (void)env;
  *nowhere = 1;
}

napi_value control_call(napi_env env) {
  (void)env;
  return NULL;
}
