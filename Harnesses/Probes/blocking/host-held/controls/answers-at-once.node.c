// exercise: {}
#include "control.h"

/* The first call holds; those after it have the answer ready. */
napi_value control_call(napi_env env) {
  static int answered;
  (void)env;
  if (!answered++)
    usleep(60000);
  return NULL;
}
