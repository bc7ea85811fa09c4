/* How an exercise is run: by which schedule its calls are made, and what goes around them. */
#pragma once

#include <stdbool.h>

enum run_schedule {
  run_once,
  run_rounds,    /* growth's windows */
  run_survivors, /* growth's second pass */
  run_hold,
  run_timed,
};

struct run_plan {
  enum run_schedule schedule;
  bool with_after;
  bool once;  /* the call may be made one time only */
  bool quiet; /* no records: a run on another thread, which may not write, or one that only warms up */
};
