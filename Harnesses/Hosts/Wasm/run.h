/* One run of an exercise in an instance; none is quiet. */
#pragma once

#include "../Verbs/run_plan.h"
#include "exercise_calls.h"
#include "instance.h"

/* Runs the exercise from setup to its end, or to where it failed. */
void run_exercise(const struct exercise *exercise, const struct instance *instance, struct run_plan plan);
