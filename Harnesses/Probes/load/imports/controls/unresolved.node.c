// exercise: {}
#include "control.h"

/* No library defines it. A variable, since Node resolves functions only when they are called. */
extern volatile int defined_nowhere;

napi_value control_call(napi_env env) {
  (void)env;
  while (defined_nowhere)
    ;
  return NULL;
}
