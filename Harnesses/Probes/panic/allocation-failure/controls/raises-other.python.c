// exercise: {}
#include "control.h"

#include <stdlib.h>

int control_call(void) { return 0; }

python_object *control_object(void) {
  void *volatile block = malloc(24);
  if (!block) {
    PyErr_SetString(PyExc_ValueError, "malformed");
    return NULL;
  }
  free(block);
  return PyLong_FromLong(0);
}
