#define _GNU_SOURCE
#include "interrupt.h"

#include "../Wire/wire.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static struct timespec delay;

/* Native, since a thread of Python can't run while the call holds the GIL. */
static void *send(void *context) {
  (void)context;
  nanosleep(&delay, NULL);
  kill(getpid(), SIGINT);
  return NULL;
}

python_object *interrupt_after(python_object *module, python_object *arguments) {
  (void)module;
  double seconds;
  pthread_t thread;
  if (!python.PyArg_ParseTuple(arguments, "d", &seconds))
    return NULL;
  delay = (struct timespec){(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
  if (pthread_create(&thread, NULL, send, NULL) == 0)
    pthread_detach(thread);
  else
    wire_unmeasured("the thread that sends the Ctrl-C could not be started");
  python.Py_IncRef(python.none);
  return python.none;
}
