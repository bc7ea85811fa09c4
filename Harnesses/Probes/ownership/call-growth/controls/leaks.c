// exercise: {}
#include <stdlib.h>

static void *volatile block;

int control_call(void) {
  block = malloc(16);
  return 0;
}
