// exercise: {"timeout": 20}
#include "control.h"

#include <stdlib.h>
#include <unistd.h>

int control_call(void) {
  void *volatile block = malloc(24);
  while (!block)
    pause();
  free(block);
  return 0;
}
