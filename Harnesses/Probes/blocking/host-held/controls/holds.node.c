// exercise: {}
#include "control.h"

napi_value control_call(napi_env env) {
  (void)env;
  usleep(60000);
  return NULL;
}
