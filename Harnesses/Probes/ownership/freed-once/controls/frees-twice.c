// exercise: {}
#include <stdlib.h>

int control_call(void) {
  void *volatile block = malloc(40);
  free(block);
  free(block);
  return 0;
}
