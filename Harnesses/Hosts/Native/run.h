/* One run of a compiled exercise: the host's side of exercise.h. */
#pragma once

#include "exercise.h"

enum run_schedule {
  run_once,
  run_rounds,    /* growth's windows */
  run_survivors, /* growth's second pass */
  run_hold,
};

struct run_plan {
  enum run_schedule schedule;
  bool with_after;
  bool once;  /* the call may be made one time only */
  bool quiet; /* no records: a run on another thread, which may not write, or one that only warms up */
};

/* Runs the exercise from setup to its end, or to where it failed. */
void run_exercise(void (*exercise)(const struct harness *harness), struct run_plan plan);
