// exercise: {}
#include <stdlib.h>

static const char *volatile name = "unnamed";

int control_call(void) {
  free((void *)name);
  return 0;
}
