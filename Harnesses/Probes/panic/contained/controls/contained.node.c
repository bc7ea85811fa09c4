// exercise: {"raises": "RangeError"}
#include "control.h"

napi_value control_call(napi_env env) {
  napi_throw_range_error(env, "ERR_MALFORMED", "malformed");
  return NULL;
}
