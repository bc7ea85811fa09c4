#define _GNU_SOURCE
#include "survivors.h"

#include "../../Hosts/Wire/frames.h"
#include "../../Hosts/Wire/modules.h"
#include "../../Hosts/Wire/wire.h"
#include "../Heap/heap.h"
#include "../Heap/holdings.h"
#include "growth.h"

#include <dlfcn.h>

enum phase { phase_warm_up, phase_recorded, phase_over };

static bool (*record_start)(void);
static void (*record_stop)(void);
static size_t (*record_survivors)(struct heap_survivors *groups, size_t capacity);
static uint64_t (*record_missed)(void);
static size_t (*record_live)(void);
static void (*holdings_start)(void);
static void (*holdings_stop)(void);
static size_t (*holdings_count)(void);
static size_t (*holdings_survivors)(enum holding kind, struct heap_survivors *groups, size_t capacity);

static bool find_instrument(void) {
  *(void **)&record_start = dlsym(RTLD_DEFAULT, "harness_heap_record_start");
  *(void **)&record_stop = dlsym(RTLD_DEFAULT, "harness_heap_record_stop");
  *(void **)&record_survivors = dlsym(RTLD_DEFAULT, "harness_heap_record_survivors");
  *(void **)&record_missed = dlsym(RTLD_DEFAULT, "harness_heap_record_missed");
  *(void **)&record_live = dlsym(RTLD_DEFAULT, "harness_heap_record_live");
  *(void **)&holdings_start = dlsym(RTLD_DEFAULT, "harness_holdings_start");
  *(void **)&holdings_stop = dlsym(RTLD_DEFAULT, "harness_holdings_stop");
  *(void **)&holdings_count = dlsym(RTLD_DEFAULT, "harness_holdings_count");
  *(void **)&holdings_survivors = dlsym(RTLD_DEFAULT, "harness_holdings_survivors");
  return record_start && holdings_start;
}

bool survivors_begin(struct survivors *survivors, void (*settle)(void *context), void *context) {
  *survivors = (struct survivors){.settle = settle, .context = context, .stamp = growth_monotonic_seconds()};
  bool found = find_instrument();
  if (!found)
    wire_unmeasured("the host was started without the heap instrument, so no allocation could be recorded");
  return found;
}

static void settle(struct survivors *survivors) {
  if (survivors->settle)
    survivors->settle(survivors->context);
}

static bool is_over_time(const struct survivors *survivors, int64_t calls) {
  return calls > 1 && growth_monotonic_seconds() - survivors->stamp > survivors_seconds;
}

static bool is_warm(const struct survivors *survivors) {
  return survivors->warm_up_calls >= survivors_warm_up_calls || is_over_time(survivors, survivors->warm_up_calls);
}

static bool is_full(const struct survivors *survivors) {
  int64_t calls = survivors->recorded_calls;
  if (calls < survivors_calls || is_over_time(survivors, calls))
    return is_over_time(survivors, calls);
  return calls >= survivors_most_calls || record_live() + holdings_count() >= survivors_fewest;
}

static void start(struct survivors *survivors) {
  settle(survivors);
  survivors->stamp = growth_monotonic_seconds();
  holdings_start();
  survivors->phase = record_start() ? phase_recorded : phase_over;
  if (survivors->phase == phase_over)
    wire_unmeasured("there was no memory for the recording of allocations");
}

static void stop(struct survivors *survivors) {
  settle(survivors);
  record_stop();
  holdings_stop();
  survivors->phase = phase_over;
}

bool survivors_turn_due(const struct survivors *survivors) {
  return survivors->phase == phase_warm_up ? is_warm(survivors) : is_full(survivors);
}

bool survivors_next(struct survivors *survivors) {
  if (survivors->phase == phase_warm_up && is_warm(survivors))
    start(survivors);
  if (survivors->phase == phase_recorded && is_full(survivors))
    stop(survivors);
  if (survivors->phase == phase_over)
    return false;
  survivors->phase == phase_warm_up ? survivors->warm_up_calls++ : survivors->recorded_calls++;
  return true;
}

/* The innermost frames may be the instrument's own, as the compiler inlined it. */
static size_t frames_of_instrument(const struct heap_survivors *group) {
  const struct module *instrument = modules_find((uintptr_t)record_start);
  size_t count = 0;
  while (instrument && count < group->depth && modules_find((uintptr_t)group->frames[count]) == instrument)
    count++;
  return count;
}

/* `of` is the counter that rises with them; NULL of blocks. */
static void write_group(const char *of, const struct heap_survivors *group, int64_t calls) {
  wire_begin();
  wire_key("survivors");
  wire_open_object();
  if (of) {
    wire_key("of");
    wire_string(of);
  }
  wire_key("blocks");
  wire_number((double)group->blocks);
  wire_key("bytes");
  wire_number((double)group->bytes);
  wire_key("calls");
  wire_number((double)calls);
  size_t own = frames_of_instrument(group);
  frames_write("frames", group->frames + own, group->depth - own);
  wire_close_object();
  wire_end();
}

void survivors_report(struct survivors *survivors) {
  static const char *const facts[] = {"mapped-bytes", "open-descriptors", "threads", "unjoined-threads"};
  static struct heap_survivors groups[survivors_groups];
  if (survivors->recorded_calls == 0)
    return;
  if (survivors->phase == phase_recorded)
    stop(survivors);
  modules_refresh();
  size_t count = record_survivors(groups, survivors_groups);
  for (size_t i = 0; i < count; i++)
    write_group(NULL, &groups[i], survivors->recorded_calls);
  for (enum holding kind = 0; kind < holding_kinds; kind++) {
    count = holdings_survivors(kind, groups, survivors_holding_groups);
    for (size_t i = 0; i < count; i++)
      write_group(facts[kind], &groups[i], survivors->recorded_calls);
  }
  if (record_missed() > 0)
    wire_fact_number("unrecorded-allocations", (double)record_missed());
}
