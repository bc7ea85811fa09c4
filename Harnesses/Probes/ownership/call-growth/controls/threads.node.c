// exercise: {}
#include "control.h"

#include <pthread.h>

static int calls;

static void *wait_for_nothing(void *unused) {
  sleep(600);
  return unused;
}

/* Small stacks and every 100th call: a system has room for the threads of all the calls. */
napi_value control_call(napi_env env) {
  pthread_t thread;
  pthread_attr_t attributes;
  (void)env;
  if (calls++ % 100 != 0)
    return NULL;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  pthread_create(&thread, &attributes, wait_for_nothing, NULL);
  pthread_attr_destroy(&attributes);
  return NULL;
}
