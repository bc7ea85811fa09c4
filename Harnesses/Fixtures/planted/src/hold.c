/* How long a call keeps the GIL. */
#include "planted.h"

#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void compute(double milliseconds) {
  double until = now() + milliseconds * 1e-3;
  while (now() < until)
    ;
}

static PyObject *hold(PyObject *self, PyObject *milliseconds) {
  (void)self;
  compute(PyFloat_AsDouble(milliseconds));
  Py_RETURN_NONE;
}

static PyObject *let_go(PyObject *self, PyObject *milliseconds) {
  (void)self;
  double length = PyFloat_AsDouble(milliseconds);
  Py_BEGIN_ALLOW_THREADS compute(length);
  Py_END_ALLOW_THREADS Py_RETURN_NONE;
}

PyMethodDef hold_methods[] = {
    {"hold", hold, METH_O, "Computes for so many milliseconds and keeps the GIL."},
    {"let_go", let_go, METH_O, "The same without the GIL."},
    {0},
};
