// exercise: {}
#include <stdlib.h>

int control_call(void) {
  volatile char *block = malloc(48);
  block[-1] = 0;
  free((void *)block);
  return 0;
}
