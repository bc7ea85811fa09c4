// exercise: {"timeout": 1}
#include "control.h"

void control_load(napi_env env) {
  (void)env;
  for (;;)
    pause();
}

napi_value control_call(napi_env env) {
  (void)env;
  return NULL;
}
