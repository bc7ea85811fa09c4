// exercise: {}
#include <stdlib.h>

static void *volatile block;

int control_call(void) {
  block = malloc(16);
  free(block);
  return 0;
}
