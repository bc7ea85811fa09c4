/* What a control in C is written against: an extension module `control` with a `call`, and a `setup` where it has one.

   `control_call` is the native host's, so that one defect serves both; `control_object` returns what Python gets, NULL
   with an exception set. Declared by hand, as python_api.h is, and for the same reason. */
#pragma once

#include "python_api.h"

int control_call(void);
__attribute__((weak)) int control_setup(void);
__attribute__((weak)) python_object *control_object(void);

extern python_object *PyModule_Create2(void *definition, int api);
extern python_object *PyLong_FromLong(long value);
extern python_object *PyBytes_FromStringAndSize(const char *bytes, python_ssize size);
extern char *PyBytes_AsString(python_object *bytes);
extern python_object *PyList_New(python_ssize length);
extern int PyList_Append(python_object *list, python_object *item);
extern python_object *PyErr_NoMemory(void);
extern void PyErr_SetString(python_object *type, const char *message);
extern void *PyMem_Malloc(size_t size);
extern void PyMem_Free(void *block);
extern void Py_IncRef(python_object *object);
extern void Py_DecRef(python_object *object);
extern python_object *PyExc_ValueError;

static python_object *control_run(python_object *self, python_object *arguments) {
  (void)self;
  (void)arguments;
  return control_object ? control_object() : PyLong_FromLong(control_call());
}

static python_object *control_prepare(python_object *self, python_object *arguments) {
  (void)self;
  (void)arguments;
  return PyLong_FromLong(control_setup ? control_setup() : 0);
}

python_object *PyInit_control(void) {
  static struct python_method methods[] = {
      {"call", control_run, python_no_arguments, NULL},
      {"setup", control_prepare, python_no_arguments, NULL},
      {0},
  };
  /* PyModuleDef of moduleobject.h, as every build but the free-threaded ones lays it out. */
  static struct {
    python_ssize references;
    void *type, *init;
    python_ssize index;
    void *copy;
    const char *name, *doc;
    python_ssize size;
    struct python_method *methods;
    void *slots, *traverse, *clear, *free;
  } definition = {.references = 1, .name = "control", .size = -1, .methods = methods};
  enum { stable_api = 3 }; /* PYTHON_ABI_VERSION */
  return PyModule_Create2(&definition, stable_api);
}
