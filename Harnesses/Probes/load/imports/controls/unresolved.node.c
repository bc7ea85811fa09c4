// exercise: {}
#include "control.h"

/* No library defines it. A variable, since Node resolves functions only when they are called. */
extern int defined_nowhere;

napi_value control_call(napi_env env) {
  (void)env;
  return defined_nowhere ? NULL : NULL;
}
