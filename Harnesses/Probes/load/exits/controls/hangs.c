// exercise: {}
#include <unistd.h>

int control_call(void) { return 0; }

/* Waits for a worker that will never answer. */
__attribute__((destructor)) static void hang(void) {
  for (;;)
    pause();
}
