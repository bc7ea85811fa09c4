// exercise: {"raises": "-1"}
#include <stdlib.h>

static void *volatile block;

int control_call(void) {
  block = malloc(16);
  free(block);
  return -1;
}
