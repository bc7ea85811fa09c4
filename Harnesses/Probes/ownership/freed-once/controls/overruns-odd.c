// exercise: {}
#include <stdlib.h>

/* One byte, in the room that alignment leaves: no page ends there. */
int control_call(void) {
  volatile char *block = malloc(45);
  block[45] = 0;
  free((void *)block);
  return 0;
}
