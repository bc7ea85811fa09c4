/* One run of a compiled exercise: the host's side of exercise.h. */
#pragma once

#include "../Verbs/run_plan.h"
#include "exercise.h"

/* Runs the exercise from setup to its end, or to where it failed. */
void run_exercise(void (*exercise)(const struct harness *harness), struct run_plan plan);
