// exercise: {}
#include "control.h"

static void leave(void *unused) {
  (void)unused;
  _exit(0);
}

/* Its end is the end of the process, before the environment is down. */
napi_value control_call(napi_env env) {
  napi_add_env_cleanup_hook(env, leave, NULL);
  return NULL;
}
