// exercise: {}
#include "control.h"

#include <stdlib.h>

int control_call(void) {
  char *volatile block = malloc(24);
  char *volatile text = block;
  text[0] = 'a';
  int first = text[0];
  free(block);
  return first == 'a' ? 0 : -1;
}
