// exercise: {}
#include <stdlib.h>
#include <string.h>

/* Grows and shrinks through every class of length, past what has room under the guard. */
int control_call(void) {
  char *block = NULL;
  for (size_t bytes = 1; bytes < (6u << 20); bytes = bytes * 3 / 2 + 1) {
    char *larger = realloc(block, bytes);
    if (!larger)
      return -1;
    memset(larger, 2, bytes);
    block = realloc(larger, bytes - bytes / 3);
  }
  void *aligned = NULL;
  if (posix_memalign(&aligned, 64, 100) != 0)
    return -1;
  free(aligned);
  free(block);
  return 0;
}
