/* Growth: readings of counters after windows of calls, in one schedule for every host.

   A host loops `while (growth_next(&growth)) call();`. The first call is timed to size the windows; a warm-up follows,
   then windows. Where something still grows at the end, the windows escalate, so that a cache that fills or a late
   initialisation has time to settle. Judging decides from the series; nothing here is a verdict. No allocation. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  growth_max_counters = 16,
  growth_max_windows = 64,
};

struct growth_counter {
  const char *fact; /* `live-heap-blocks`; NULL is not reported */
  double (*read)(void *context);
  bool decides; /* whether its growth escalates the windows */
  bool scarce;  /* a process may have some thousands of them: where a call keeps one, windows are short */
};

struct growth_plan {
  int windows;                /* readings before the first look, and again after each escalation */
  int64_t calls_limit;        /* most calls in one window */
  double window_seconds;      /* a window is sized to last about this long */
  double escalation_seconds;  /* how long the escalation may go on in all */
  int64_t escalation_calls;   /* calls after which something that still grows is taken to go on growing */
  double least_calls;         /* calls that the first look takes at least, */
  double least_calls_seconds; /* where it takes them in this time */
  double filling_calls;       /* calls up to which what grows in every window is followed, */
  double filling_seconds;     /* where it takes this long at most */
};

extern const struct growth_plan growth_plan_default;

struct growth {
  struct growth_plan plan;
  struct growth_counter counters[growth_max_counters];
  size_t counter_count;
  /* Brings the process to rest before each reading: collects garbage. */
  void (*settle)(void *context);
  /* Called after each reading with its index, for instruments that keep readings of their own. */
  void (*on_window)(void *context, size_t window);
  /* Asked after a round of windows: does an instrument of the host's own still move? NULL where there is none. */
  bool (*unsettled)(void *context);
  void *context;

  double calls[growth_max_windows + 1];
  double values[growth_max_counters][growth_max_windows + 1];
  size_t readings;

  /* Schedule. */
  int phase, windows_left;
  int64_t calls_made, calls_in_window, window_size;
  int64_t full_window_size; /* where scarce counters made the windows short; else 0 */
  double at_first[growth_max_counters];
  double started, last_stamp, fastest_call;
};

void growth_begin(struct growth *growth, const struct growth_plan *plan, void *context);
void growth_count(struct growth *growth, const char *fact, double (*read)(void *context));
/* Of what a process may have some thousands of: descriptors, threads. Without a fact it is not reported, and only keeps
   windows short. */
void growth_count_scarce(struct growth *growth, const char *fact, double (*read)(void *context));
/* Reads and reports a counter that decides nothing. */
void growth_note(struct growth *growth, const char *fact, double (*read)(void *context));
/* Counters of the process that every host has: descriptors, threads, and with the heap instrument blocks, bytes,
 * mapped. */
void growth_count_process(struct growth *growth);
/* True where the next growth_next() takes a reading: a host whose runtime comes to rest only in turns of its loop lets
   it do so first. */
bool growth_reading_due(const struct growth *growth);
/* True while another call is to be made. */
bool growth_next(struct growth *growth);
/* Writes the series to the wire. */
void growth_report(const struct growth *growth);

double growth_monotonic_seconds(void);
