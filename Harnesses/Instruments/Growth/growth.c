#define _GNU_SOURCE
#include "growth.h"

#include "../../Hosts/Wire/wire.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* 16 windows let a nine-in-ten majority tell growth from chance; 10 ms a window keeps a verdict under 0.2 s. A
   Python-level cache of 10,000 entries has filled after the escalation's 30,000 calls. */
const struct growth_plan growth_plan_default = {
    .windows = 16,
    .calls_limit = 1000,
    .window_seconds = 0.010,
    .escalation_seconds = 1.5,
    .escalation_calls = 30000,
    .least_calls = 1100,
    .least_calls_seconds = 0.4,
    .filling_calls = 120000,
    .filling_seconds = 0.08,
};

/* The calls of the warm-up after which scarce counters are looked at, and, where one rises with the calls, those of a
   window: a process that keeps a thread a call would be out of them before any other leak has shown. */
enum { calls_of_look = 20, calls_of_short_window = 64 };

enum phase { phase_first_call, phase_sizing, phase_warm_up, phase_windows, phase_escalation, phase_over };

double growth_monotonic_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void growth_begin(struct growth *growth, const struct growth_plan *plan, void *context) {
  memset(growth, 0, sizeof *growth);
  growth->plan = *plan;
  growth->context = context;
}

static void add_counter(struct growth *growth, struct growth_counter counter) {
  if (growth->counter_count < growth_max_counters)
    growth->counters[growth->counter_count++] = counter;
}

void growth_count(struct growth *growth, const char *fact, double (*read)(void *)) {
  add_counter(growth, (struct growth_counter){fact, read, .decides = true});
}

void growth_count_scarce(struct growth *growth, const char *fact, double (*read)(void *)) {
  add_counter(growth, (struct growth_counter){fact, read, .decides = fact != NULL, .scarce = true});
}

void growth_note(struct growth *growth, const char *fact, double (*read)(void *)) {
  add_counter(growth, (struct growth_counter){fact, read, .decides = false});
}

/* The schedule. */

static void settle(struct growth *growth) {
  if (growth->settle)
    growth->settle(growth->context);
}

/* What is not reported only keeps the windows short, and costs more than the others. */
static double value_now(const struct growth *growth, size_t counter) {
  bool is_needed = growth->counters[counter].fact || growth->full_window_size;
  return is_needed ? growth->counters[counter].read(growth->context) : 0;
}

static void read_counters(struct growth *growth) {
  settle(growth);
  if (growth->readings > growth_max_windows)
    return;
  size_t window = growth->readings;
  growth->calls[window] = (double)growth->calls_made;
  for (size_t i = 0; i < growth->counter_count; i++)
    if (isnan(growth->values[i][window] = value_now(growth, i)))
      growth->phase = phase_over;
  /* What can't be read any more ends the schedule: the calls have used up what the process may have. */
  if (growth->phase == phase_over)
    return;
  growth->readings++;
  if (growth->on_window)
    growth->on_window(growth->context, window);
}

static int64_t clamp(double value, int64_t low, int64_t high) {
  return value < (double)low ? low : value > (double)high ? high : (int64_t)value;
}

static void start_window(struct growth *growth, int64_t size) {
  growth->window_size = size;
  growth->calls_in_window = 0;
  growth->last_stamp = growth_monotonic_seconds();
}

/* A slow call gets fewer windows: 17 of them would outlast the patience of whoever waits. */
static const double slow_call_seconds = 0.15;

static void fit_slow_calls(struct growth *growth, double call_seconds) {
  if (call_seconds > slow_call_seconds && growth->plan.windows > 6)
    growth->plan.windows = 6;
}

static void size_windows(struct growth *growth, double call_seconds) {
  fit_slow_calls(growth, call_seconds);
  const struct growth_plan *plan = &growth->plan;
  double calls = plan->window_seconds / (call_seconds > 1e-8 ? call_seconds : 1e-8);
  double least = plan->least_calls / (double)(plan->windows + 1);
  if (calls < least && plan->least_calls * call_seconds <= plan->least_calls_seconds)
    calls = ceil(least);
  start_window(growth, clamp(calls, 1, plan->calls_limit));
}

static size_t round_length(const struct growth *growth) {
  size_t last = growth->readings - 1, windows = (size_t)growth->plan.windows;
  return windows < last ? windows : last;
}

static size_t growing_windows(const struct growth *growth, const double *values) {
  size_t last = growth->readings - 1, grew = 0;
  for (size_t i = last - round_length(growth) + 1; i <= last; i++)
    grew += values[i] > values[i - 1];
  return grew;
}

/* Higher at the end of the round than at its middle: not settled, whatever it is. A table that doubles grows in few
   windows, so how many grew does not count here. */
static bool still_grows(const struct growth *growth, const double *values) {
  size_t last = growth->readings - 1;
  return values[last] > values[last - round_length(growth) / 2];
}

static bool anything_grows(const struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    if (growth->counters[i].decides && still_grows(growth, growth->values[i]))
      return true;
  return growth->unsettled && growth->unsettled(growth->context);
}

/* Grew in nearly every window: more of the same size tell it from a cache. What grew in fewer needs larger ones. */
static bool grows_plainly(const struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    if (growth->counters[i].decides && growing_windows(growth, growth->values[i]) * 10 >= round_length(growth) * 9)
      return true;
  return growth->unsettled && growth->unsettled(growth->context);
}

/* Higher after the look by one every other call. */
static bool scarce_rise(struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    if (growth->counters[i].scarce &&
        growth->counters[i].read(growth->context) - growth->at_first[i] > (double)growth->calls_made / 2)
      return true;
  return false;
}

static bool scarce_still_grow(const struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    if (growth->counters[i].scarce && still_grows(growth, growth->values[i]))
      return true;
  return false;
}

static bool may_escalate(const struct growth *growth) {
  return growth->readings + (size_t)growth->plan.windows <= growth_max_windows &&
         growth->calls_made < growth->plan.escalation_calls && anything_grows(growth);
}

static void start_round(struct growth *growth, int phase) {
  growth->phase = phase;
  growth->windows_left = growth->plan.windows;
}

static double smaller(double a, double b) { return a < b ? a : b; }

static void escalate(struct growth *growth) {
  double windows = growth->plan.windows, spent = growth_monotonic_seconds() - growth->started;
  double by_time = growth->plan.escalation_seconds / windows / (spent / (double)growth->calls_made);
  double by_calls = (double)(growth->plan.escalation_calls - growth->calls_made) / windows;
  double wanted = grows_plainly(growth) ? by_calls : 4.0 * (double)growth->window_size;
  start_window(growth, clamp(smaller(wanted, by_time), growth->window_size, INT64_MAX / 2));
  start_round(growth, phase_escalation);
}

/* A pool that has filled during short windows: what else there is gets windows of the full size. */
static void lengthen(struct growth *growth) {
  growth->phase = phase_warm_up;
  start_window(growth, growth->full_window_size);
  growth->full_window_size = 0;
}

static bool fills_in_time(const struct growth *growth) {
  double spent = growth_monotonic_seconds() - growth->started,
         left = growth->plan.filling_calls - (double)growth->calls_made;
  return left > 0 && left * spent / (double)growth->calls_made <= growth->plan.filling_seconds;
}

/* A cheap call: a larger cache has time to fill. */
static void end_escalation(struct growth *growth) {
  double left = growth->plan.filling_calls - (double)growth->calls_made;
  bool full = growth->readings + (size_t)growth->plan.windows > growth_max_windows;
  growth->phase = phase_over;
  if (full || !fills_in_time(growth) || !grows_plainly(growth))
    return;
  /* Windows of so many times as many calls, or what comes every 1,000th call falls into them unevenly. */
  int64_t times = (int64_t)(left / growth->plan.windows / (double)growth->window_size) + 1;
  start_window(growth, times * growth->window_size);
  start_round(growth, phase_escalation);
}

static void end_round(struct growth *growth) {
  if (growth->full_window_size && !scarce_still_grow(growth))
    lengthen(growth);
  else if (!growth->full_window_size && may_escalate(growth))
    escalate(growth);
  else
    growth->phase = phase_over;
}

static void end_window(struct growth *growth) {
  read_counters(growth);
  start_window(growth, growth->window_size);
  growth->windows_left -= growth->phase != phase_warm_up;
  if (growth->phase == phase_warm_up)
    start_round(growth, phase_windows);
  else if (growth->phase == phase_windows && growth->windows_left == 0)
    end_round(growth);
  else if (growth->phase == phase_escalation && growth->windows_left == 0)
    end_escalation(growth);
}

/* The first call pays for lazy initialisation, so those after it are timed. */
static void begin_sizing(struct growth *growth) {
  growth->phase = phase_sizing;
  growth->fastest_call = INFINITY;
  growth->last_stamp = growth_monotonic_seconds();
}

static void begin_warm_up(struct growth *growth) {
  size_windows(growth, growth->fastest_call);
  growth->phase = phase_warm_up;
}

static void read_at_first(struct growth *growth) {
  growth->started = growth_monotonic_seconds();
  for (size_t i = 0; i < growth->counter_count; i++)
    growth->at_first[i] = growth->counters[i].scarce ? growth->counters[i].read(growth->context) : 0;
}

/* The fastest of three: one that the scheduler interrupted would make windows too small to show a rare leak. */
static void time_call(struct growth *growth) {
  enum { timed_calls = 3 };
  double now = growth_monotonic_seconds(), took = now - growth->last_stamp;
  growth->last_stamp = now;
  if (took < growth->fastest_call)
    growth->fastest_call = took;
  if (growth->calls_made > timed_calls || took > slow_call_seconds)
    begin_warm_up(growth);
}

static void look(struct growth *growth) {
  if (growth->readings > 0 || growth->window_size <= calls_of_short_window || !scarce_rise(growth))
    return;
  growth->full_window_size = growth->window_size;
  growth->window_size = calls_of_short_window;
}

static void count_call(struct growth *growth) {
  if (++growth->calls_in_window == growth->window_size)
    end_window(growth);
  else if (growth->phase == phase_warm_up && growth->calls_in_window == calls_of_look)
    look(growth);
}

bool growth_reading_due(const struct growth *growth) {
  return growth->phase >= phase_warm_up && growth->calls_in_window + 1 == growth->window_size;
}

bool growth_next(struct growth *growth) {
  if (growth->calls_made == 0)
    read_at_first(growth);
  else if (growth->phase == phase_first_call)
    begin_sizing(growth);
  else if (growth->phase == phase_sizing)
    time_call(growth);
  else
    count_call(growth);
  if (growth->phase == phase_over)
    return false;
  growth->calls_made++;
  return true;
}

void growth_report(const struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    if (growth->counters[i].fact)
      wire_series(growth->counters[i].fact, growth->calls, growth->values[i], growth->readings);
}
