// exercise: {}
#include "control.h"

int control_call(void) { return 0; }

/* One reference for the list, none for the variable, and both give one back. */
python_object *control_object(void) {
  python_object *list = PyList_New(0), *bytes = PyBytes_FromStringAndSize("some text", 9);
  PyList_Append(list, bytes);
  Py_DecRef(bytes);
  Py_DecRef(bytes);
  return list;
}
