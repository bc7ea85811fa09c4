// exercise: {"blocks": 20}
#include <time.h>

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int control_call(void) {
  for (long end = milliseconds() + 60; milliseconds() < end;)
    ;
  return 0;
}
