// exercise: {"raises": "Error", "after": true, "timeout": 2}
#include "control.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

napi_value control_call(napi_env env) {
  pthread_mutex_lock(&lock);
  napi_throw_error(env, NULL, "malformed");
  return NULL;
}

napi_value control_after(napi_env env) {
  (void)env;
  pthread_mutex_lock(&lock);
  return NULL;
}
