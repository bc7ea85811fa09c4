// exercise: {"setup": true}
#include <stdlib.h>
#include <string.h>

enum { kept_blocks = 64 };
static char *kept[kept_blocks];
static unsigned calls;

int control_setup(void) {
  kept[0] = calloc(1, 100);
  return kept[0] == NULL;
}

/* Every length to the last byte, and a cache that gives back what it pushes out. */
int control_call(void) {
  for (size_t bytes = 1; bytes < 300; bytes++) {
    char *block = malloc(bytes);
    if (!block)
      return -1;
    memset(block, 1, bytes);
    free(kept[calls % kept_blocks]);
    kept[calls++ % kept_blocks] = block;
  }
  return 0;
}
