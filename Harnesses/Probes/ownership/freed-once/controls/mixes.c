// exercise: {}
#include <stdlib.h>

/* C++'s operator delete(void *), by its mangled name. */
extern void _ZdlPv(void *block);

int control_call(void) {
  void *volatile block = malloc(40);
  _ZdlPv(block);
  return 0;
}
