// exercise: {}
#include "control.h"

#include <stdio.h>
#include <stdlib.h>

/* As Rust's alloc::handle_alloc_error does. */
int control_call(void) {
  void *volatile block = malloc(24);
  if (!block) {
    fputs("memory allocation of 24 bytes failed\n", stderr);
    abort();
  }
  free(block);
  return 0;
}
