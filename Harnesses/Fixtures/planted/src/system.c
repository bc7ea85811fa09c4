/* Descriptors and threads. */
#include "planted.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static PyObject *open_descriptor(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  return PyBool_FromLong(open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0); /* never closed */
}

static void *run_for_ever(void *unused) {
  (void)unused;
  for (;;)
    pause();
  return NULL;
}

static void *end_at_once(void *unused) { return unused; }

/* A stack of 64 KiB: as many of them as the calls that are made have to fit. */
static int start_thread(void *(*body)(void *), pthread_t *thread) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 65536);
  int error = pthread_create(thread, &attributes, body, NULL);
  pthread_attr_destroy(&attributes);
  return error;
}

static PyObject *result_of(int error) {
  if (error == 0)
    Py_RETURN_TRUE;
  errno = error;
  return PyErr_SetFromErrno(PyExc_OSError);
}

static PyObject *leave_thread_running(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  pthread_t thread;
  int error = start_thread(run_for_ever, &thread); /* never ended */
  if (error == 0)
    pthread_detach(thread);
  return result_of(error);
}

static PyObject *leave_thread_unjoined(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  pthread_t thread;
  return result_of(start_thread(end_at_once, &thread)); /* neither joined nor detached */
}

/* Sound: so many threads, each started by the first calls, wait for work for ever. */
static PyObject *threads_up_to(PyObject *self, PyObject *arguments) {
  (void)self;
  static int started;
  int at_once, most;
  if (!PyArg_ParseTuple(arguments, "ii", &at_once, &most))
    return NULL;
  for (int i = 0; i < at_once && started < most; i++, started++) {
    pthread_t thread;
    if (start_thread(run_for_ever, &thread) == 0)
      pthread_detach(thread);
  }
  Py_RETURN_TRUE;
}

PyMethodDef system_methods[] = {
    {"open_descriptor", open_descriptor, METH_NOARGS, "Keeps a descriptor."},
    {"leave_thread_running", leave_thread_running, METH_NOARGS, "Keeps a thread that runs."},
    {"leave_thread_unjoined", leave_thread_unjoined, METH_NOARGS, "Keeps what is left of a thread that has ended."},
    {"threads_up_to", threads_up_to, METH_VARARGS, "Starts so many threads a call, up to so many in all."},
    {0},
};
