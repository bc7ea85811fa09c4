// exercise: {}
#include <stdlib.h>

/* State of the process outlives the library. */
__attribute__((constructor)) static void start(void) {
  if (getenv("CONTROL_LOADED"))
    abort();
  setenv("CONTROL_LOADED", "1", 1);
}

int control_call(void) { return 0; }
