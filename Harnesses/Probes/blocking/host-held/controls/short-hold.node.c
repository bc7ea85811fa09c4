// exercise: {}
#include "control.h"

/* A millisecond: a tenth of what is allowed. */
napi_value control_call(napi_env env) {
  (void)env;
  usleep(1000);
  return NULL;
}
