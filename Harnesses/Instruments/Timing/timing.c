#define _GNU_SOURCE
#include "timing.h"

#include "../../Hosts/Wire/wire.h"
#include "../Growth/growth.h"

void timing_begin(struct timing *timing) {
  *timing = (struct timing){.count = 1, .windows = -1, .began = growth_monotonic_seconds()};
}

/* The call that follows is the first of the window. */
static bool begin_window(struct timing *timing) {
  timing->left = (int64_t)timing->count - 1;
  timing->window_began = growth_monotonic_seconds();
  return true;
}

/* A window of half the length tells well enough how many calls fill one. */
static void size_window(struct timing *timing, double seconds, double since) {
  if (timing->count < timing_most_calls && seconds < timing_window_seconds / 2) {
    timing->count *= 2;
  } else if (since >= timing_warm_up_seconds) {
    double fitting = seconds > 0 ? timing->count * timing_window_seconds / seconds : timing->count;
    timing->count = fitting < 1 ? 1 : fitting;
    timing->windows = 0;
    timing->began = growth_monotonic_seconds();
  }
}

static bool is_over(const struct timing *timing, double since) {
  return timing->windows == timing_windows || (timing->windows >= timing_fewest_windows && since > timing_seconds) ||
         (timing->windows > 0 && since > timing_most_seconds);
}

bool timing_turn(struct timing *timing) {
  double now = growth_monotonic_seconds(), seconds = now - timing->window_began, since = now - timing->began;
  if (timing->window_began == 0)
    return begin_window(timing);
  if (timing->windows < 0)
    size_window(timing, seconds, since);
  else
    timing->seconds[timing->windows++] = seconds / (double)(int64_t)timing->count;
  return !is_over(timing, since) && begin_window(timing);
}

void timing_report(const struct timing *timing) {
  wire_begin();
  wire_key("fact");
  wire_string("call-seconds");
  wire_key("value");
  wire_numbers(timing->seconds, (size_t)timing->windows);
  wire_end();
}
