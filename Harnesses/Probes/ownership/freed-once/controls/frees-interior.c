// exercise: {}
#include <stdlib.h>

int control_call(void) {
  char *volatile block = malloc(40);
  char *volatile interior = block + 8;
  free(interior);
  free(block);
  return 0;
}
