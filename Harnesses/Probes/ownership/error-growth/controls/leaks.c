// exercise: {"raises": "-1"}
#include <stdlib.h>

static void *volatile block;

/* Only the way out by the error forgets the block. */
static int work(int fails) {
  block = malloc(16);
  if (fails)
    return -1;
  free(block);
  return 0;
}

int control_call(void) { return work(1); }
