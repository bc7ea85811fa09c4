// exercise: {}
#include "control.h"

static void *volatile block;
static int calls;

/* 0.016 bytes a call. */
napi_value control_call(napi_env env) {
  (void)env;
  if (++calls % 1000 == 0)
    block = malloc(16);
  return NULL;
}
