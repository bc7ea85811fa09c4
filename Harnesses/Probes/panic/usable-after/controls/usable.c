// exercise: {"raises": "-1", "after": true}
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int control_call(void) {
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  return -1;
}

int control_after(void) { return pthread_mutex_trylock(&lock); }
