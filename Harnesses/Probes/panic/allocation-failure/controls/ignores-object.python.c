// exercise: {}
#include "control.h"

int control_call(void) { return 0; }

/* What Python has no memory for is NULL, too. */
python_object *control_object(void) {
  python_object *bytes = PyBytes_FromStringAndSize(NULL, 100);
  PyBytes_AsString(bytes)[0] = 'a';
  return bytes;
}
