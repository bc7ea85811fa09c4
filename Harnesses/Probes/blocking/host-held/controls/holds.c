// exercise: {"blocks": 20}
#include <time.h>

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Computes for 60 ms, by the clock. */
int control_call(void) {
  for (long long end = nanoseconds() + 60000000; nanoseconds() < end;)
    ;
  return 0;
}
