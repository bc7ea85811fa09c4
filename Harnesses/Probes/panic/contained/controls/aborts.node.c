// exercise: {"raises": "Error"}
#include "control.h"

napi_value control_call(napi_env env) {
  (void)env;
  abort();
}
