// exercise: {}
#include <stdlib.h>

static void *block;

int control_call(void) { return block != NULL; }

__attribute__((constructor)) static void take(void) { block = malloc(16); }
__attribute__((destructor)) static void give_back(void) { free(block); }
