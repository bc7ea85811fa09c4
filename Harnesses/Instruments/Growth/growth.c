#define _GNU_SOURCE
#include "growth.h"

#include "../../Hosts/Wire/wire.h"
#include "../Heap/heap.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* 16 windows let a nine-in-ten majority tell growth from chance; 10 ms a window keeps a verdict under 0.2 s. A
   Python-level cache of 10,000 entries has filled after the escalation's 30,000 calls. */
const struct growth_plan growth_plan_default = {
    .windows = 16,
    .calls_limit = 1000,
    .window_seconds = 0.010,
    .escalation_seconds = 1.5,
    .escalation_calls = 30000,
};

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
  add_counter(growth, (struct growth_counter){fact, read, true});
}

void growth_note(struct growth *growth, const char *fact, double (*read)(void *)) {
  add_counter(growth, (struct growth_counter){fact, read, false});
}

/* Process counters. */

static void (*heap_read)(struct heap_reading *);

static struct heap_reading heap_now(void) {
  struct heap_reading reading = {0};
  heap_read(&reading);
  return reading;
}

/* Where the runtime's own are told apart, `live-heap-…` and `mapped-bytes` are of the artifact alone. */
static double live_blocks(void *context) {
  struct heap_reading now = heap_now();
  return (void)context, (double)(now.told_apart ? now.own_blocks : now.live_blocks);
}

static double live_bytes(void *context) {
  struct heap_reading now = heap_now();
  return (void)context, (double)(now.told_apart ? now.own_bytes : now.live_bytes);
}

static double process_blocks(void *context) { return (void)context, (double)heap_now().live_blocks; }
static double process_bytes(void *context) { return (void)context, (double)heap_now().live_bytes; }

static double mapped_bytes(void *context) {
  struct heap_reading now = heap_now();
  return (void)context, (double)(now.told_apart ? now.own_mapped_bytes : now.mapped_bytes);
}

/* opendir(3) allocates, so the directory is read with the system call. NaN where no descriptor is left for it. */
static double directory_entries(const char *path) {
  char buffer[8192];
  struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
  } __attribute__((packed));
  int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return NAN;
  double count = -3; /* ".", ".." and, among descriptors, the one just opened */
  for (long got; (got = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;)
    for (long at = 0; at < got; count++) {
      struct entry entry;
      memcpy(&entry, buffer + at, sizeof entry);
      at += entry.length;
    }
  close(directory);
  return count;
}

static double open_descriptors(void *context) { return (void)context, directory_entries("/proc/self/fd"); }
static double threads(void *context) { return (void)context, directory_entries("/proc/self/task") + 1; }

/* A leak of descriptors meets the usual soft limit, 1,024, within the first window, and would read as settled. */
static void lift_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void growth_count_process(struct growth *growth) {
  lift_descriptor_limit();
  *(void **)&heap_read = dlsym(RTLD_DEFAULT, "harness_heap_read");
  if (heap_read) {
    growth_count(growth, "live-heap-blocks", live_blocks);
    growth_count(growth, "live-heap-bytes", live_bytes);
    growth_count(growth, "mapped-bytes", mapped_bytes);
  }
  if (heap_read && heap_now().told_apart) {
    growth_note(growth, "process-heap-blocks", process_blocks);
    growth_note(growth, "process-heap-bytes", process_bytes);
  }
  growth_count(growth, "open-descriptors", open_descriptors);
  growth_count(growth, "threads", threads);
}

/* The schedule. */

static void settle(struct growth *growth) {
  if (growth->settle)
    growth->settle(growth->context);
}

static void read_counters(struct growth *growth) {
  settle(growth);
  if (growth->readings > growth_max_windows)
    return;
  size_t window = growth->readings;
  growth->calls[window] = (double)growth->calls_made;
  for (size_t i = 0; i < growth->counter_count; i++)
    if (isnan(growth->values[i][window] = growth->counters[i].read(growth->context)))
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
  double calls = growth->plan.window_seconds / (call_seconds > 1e-8 ? call_seconds : 1e-8);
  start_window(growth, clamp(calls, 1, growth->plan.calls_limit));
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

static bool may_escalate(const struct growth *growth) {
  return growth->readings + (size_t)growth->plan.windows <= growth_max_windows &&
         growth->calls_made < growth->plan.escalation_calls && anything_grows(growth);
}

static double smaller(double a, double b) { return a < b ? a : b; }

static void escalate(struct growth *growth) {
  double windows = growth->plan.windows, spent = growth_monotonic_seconds() - growth->started;
  double by_time = growth->plan.escalation_seconds / windows / (spent / (double)growth->calls_made);
  double by_calls = (double)(growth->plan.escalation_calls - growth->calls_made) / windows;
  double wanted = grows_plainly(growth) ? by_calls : 4.0 * (double)growth->window_size;
  growth->phase = phase_escalation;
  start_window(growth, clamp(smaller(wanted, by_time), growth->window_size, INT64_MAX / 2));
}

static bool windows_are_full(const struct growth *growth, size_t rounds) {
  return growth->readings > (size_t)growth->plan.windows * rounds;
}

static void end_window(struct growth *growth) {
  read_counters(growth);
  start_window(growth, growth->window_size);
  if (growth->phase == phase_warm_up)
    growth->phase = phase_windows;
  else if (growth->phase == phase_windows && windows_are_full(growth, 1))
    may_escalate(growth) ? escalate(growth) : (void)(growth->phase = phase_over);
  else if (growth->phase == phase_escalation && windows_are_full(growth, 2))
    growth->phase = phase_over;
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

bool growth_reading_due(const struct growth *growth) {
  return growth->phase >= phase_warm_up && growth->calls_in_window + 1 == growth->window_size;
}

bool growth_next(struct growth *growth) {
  if (growth->calls_made == 0)
    growth->started = growth_monotonic_seconds();
  else if (growth->phase == phase_first_call)
    begin_sizing(growth);
  else if (growth->phase == phase_sizing)
    time_call(growth);
  else if (++growth->calls_in_window == growth->window_size)
    end_window(growth);
  if (growth->phase == phase_over)
    return false;
  growth->calls_made++;
  return true;
}

void growth_report(const struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    wire_series(growth->counters[i].fact, growth->calls, growth->values[i], growth->readings);
}
