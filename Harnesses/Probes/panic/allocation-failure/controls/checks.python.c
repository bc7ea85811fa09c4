// exercise: {}
#include "control.h"

#include <stdlib.h>

int control_call(void) { return 0; }

/* Everything that can be refused is looked at, and given back on the way out. */
python_object *control_object(void) {
  char *own = malloc(24), *pythons = PyMem_Malloc(24);
  python_object *list = own && pythons ? PyList_New(4) : PyErr_NoMemory();
  PyMem_Free(pythons);
  free(own);
  return list;
}
