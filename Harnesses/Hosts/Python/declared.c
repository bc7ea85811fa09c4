#include "declared.h"

static void release(python_object *object) {
  if (object)
    python.Py_DecRef(object);
}

static bool agrees(python_object *expects, python_object *exception) {
  python_object *answer = python.PyObject_CallFunctionObjArgs(expects, exception, NULL);
  bool agreed = answer && python.PyObject_IsTrue(answer) == 1;
  if (!answer) /* the bootstrap's own fault: shown, and the exception counts as undeclared */
    python.PyErr_Print();
  release(answer);
  return agreed;
}

bool declared_exception(python_object *expects, python_object **declared) {
  if (*declared && python.PyErr_Occurred() == *declared) {
    python.PyErr_Clear();
    return true;
  }
  python_object *type, *value, *traceback;
  python.PyErr_Fetch(&type, &value, &traceback);
  python.PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback)
    python.PyException_SetTraceback(value, traceback);
  bool agreed = agrees(expects, value);
  if (agreed && !*declared) {
    python.Py_IncRef(type);
    *declared = type;
  }
  release(traceback);
  release(value);
  release(type);
  return agreed;
}
