/* References that are never given up. */
#include "planted.h"

#include <structmember.h>

static PyObject *bytes_each_call(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  PyBytes_FromStringAndSize("one more", 8); /* never given up */
  Py_RETURN_TRUE;
}

static PyObject *list_each_call(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  PyList_New(1); /* never given up */
  Py_RETURN_TRUE;
}

static PyObject *extra_reference(PyObject *self, PyObject *object) {
  (void)self;
  Py_INCREF(object); /* one too many */
  Py_RETURN_TRUE;
}

static PyObject *none_reference(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  Py_INCREF(Py_None); /* one too many */
  Py_RETURN_TRUE;
}

/* An interned string that nobody but the interpreter refers to. */
static PyObject *interned_reference(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  PyUnicode_InternFromString("planted_interned_name"); /* never given up */
  Py_RETURN_TRUE;
}

/* Types. `Forgetful` gives no reference to its type back, `Clean` does. */

typedef struct {
  PyObject head;
  PyObject *other;
} Holder;

static void forgetful_dealloc(PyObject *self) { Py_TYPE(self)->tp_free(self); }

static void clean_dealloc(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  Py_XDECREF(((Holder *)self)->other);
  type->tp_free(self);
  Py_DECREF(type);
}

static PyMemberDef members[] = {{"other", T_OBJECT, offsetof(Holder, other), 0, "Any object."}, {0}};

static PyType_Slot forgetful_slots[] = {{Py_tp_dealloc, forgetful_dealloc}, {0}};
static PyType_Slot clean_slots[] = {{Py_tp_dealloc, clean_dealloc}, {0}};
/* It stores objects, but the collector is told nothing of them. */
static PyType_Slot untraversed_slots[] = {{Py_tp_dealloc, clean_dealloc}, {Py_tp_members, members}, {0}};

static PyType_Spec specs[] = {
    {"planted.Forgetful", sizeof(Holder), 0, Py_TPFLAGS_DEFAULT, forgetful_slots},
    {"planted.Clean", sizeof(Holder), 0, Py_TPFLAGS_DEFAULT, clean_slots},
    {"planted.Untraversed", sizeof(Holder), 0, Py_TPFLAGS_DEFAULT, untraversed_slots},
};

int objects_add_types(PyObject *module) {
  for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
    PyObject *type = PyType_FromSpec(&specs[i]);
    int added = type ? PyModule_AddType(module, (PyTypeObject *)type) : -1;
    Py_XDECREF(type);
    if (added < 0)
      return -1;
  }
  return 0;
}

PyMethodDef objects_methods[] = {
    {"bytes_each_call", bytes_each_call, METH_NOARGS, "Keeps an object of an atomic type."},
    {"list_each_call", list_each_call, METH_NOARGS, "Keeps an object that the collector tracks."},
    {"extra_reference", extra_reference, METH_O, "Keeps a reference to its argument."},
    {"none_reference", none_reference, METH_NOARGS, "Keeps a reference to None."},
    {"interned_reference", interned_reference, METH_NOARGS, "Keeps a reference to an interned string."},
    {0},
};
