// exercise: {"raises": "Error", "after": true}
#include "control.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The error leaves with the lock held. */
napi_value control_call(napi_env env) {
  pthread_mutex_lock(&lock);
  napi_throw_error(env, NULL, "malformed");
  return NULL;
}

napi_value control_after(napi_env env) {
  if (pthread_mutex_trylock(&lock) != 0)
    napi_throw_error(env, NULL, "locked");
  return NULL;
}
