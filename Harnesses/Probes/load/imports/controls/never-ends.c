// exercise: {"timeout": 1}
#include <unistd.h>

__attribute__((constructor)) static void wait_for_nobody(void) {
  for (;;)
    pause();
}

int control_call(void) { return 0; }
