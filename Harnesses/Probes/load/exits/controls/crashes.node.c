// exercise: {}
#include "control.h"

static int *volatile nowhere;

static void crash(void) { *nowhere = 1; }

napi_value control_call(napi_env env) {
  (void)env;
  atexit(crash);
  return NULL;
}
