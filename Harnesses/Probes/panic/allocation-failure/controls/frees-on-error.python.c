// exercise: {}
#include "control.h"

#include <stdlib.h>

int control_call(void) { return 0; }

/* The way out of the second failure frees what the first step has freed already. */
python_object *control_object(void) {
  char *volatile first = malloc(24);
  if (!first)
    return PyErr_NoMemory();
  free(first);
  char *volatile second = malloc(24);
  if (!second) {
    free(first);
    return PyErr_NoMemory();
  }
  free(second);
  return PyLong_FromLong(0);
}
