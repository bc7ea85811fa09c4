/* Timing: seconds of a call, for `harness compare`. A host loops `while (timing_next(&timing)) call();`: the number of
   calls that fill a window is found by doubling, which warms up, too; then windows of that many calls. Short ones, so
   that of a process that has to share its core some are its own from end to end. No allocation. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { timing_windows = 100, timing_fewest_windows = 5 };

#define timing_window_seconds 0.002
#define timing_seconds 0.25 /* in all, where that takes the fewest windows */
#define timing_most_seconds 2.0
#define timing_warm_up_seconds 0.05
#define timing_most_calls 100e6

struct timing {
  int64_t left; /* calls before the clock is read again */
  double count; /* calls in a window */
  double began, window_began;
  int windows; /* read so far; -1 while the count is looked for */
  double seconds[timing_windows];
};

void timing_begin(struct timing *timing);
/* Reads the clock and plans the next window; false at the end. */
bool timing_turn(struct timing *timing);

/* True while another call is to be made. The clock is read between windows only, so that a call of nanoseconds is
   mostly itself. */
static inline bool timing_next(struct timing *timing) { return timing->left-- > 0 || timing_turn(timing); }

/* Writes `call-seconds`: of each window, its seconds divided by its calls. */
void timing_report(const struct timing *timing);
