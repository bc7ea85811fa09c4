// exercise: {}
#include <stdlib.h>

/* One byte. */
int control_call(void) {
  volatile char *block = malloc(48);
  block[48] = 0;
  free((void *)block);
  return 0;
}
