// exercise: {}
#include <stdlib.h>

static void *block;

static void give_back(void) { free(block); }

int control_call(void) {
  block = malloc(16);
  return atexit(give_back);
}
