// exercise: {}
#include <stdlib.h>

int control_call(void) {
  int *volatile block = malloc(40);
  block[3] = 7;
  free(block);
  int *volatile late = block;
  return late[3] == 7 ? 0 : 1;
}
