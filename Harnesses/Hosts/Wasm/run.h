/* One run of an exercise in an instance. */
#pragma once

#include "exercise_calls.h"
#include "instance.h"

enum run_schedule {
  run_once,
  run_rounds,    /* growth's windows */
  run_survivors, /* growth's second pass */
  run_hold,
};

struct run_plan {
  enum run_schedule schedule;
  bool with_after;
  bool once; /* the call may be made one time only */
};

/* Runs the exercise from setup to its end, or to where it failed. */
void run_exercise(const struct exercise *exercise, const struct instance *instance, struct run_plan plan);
