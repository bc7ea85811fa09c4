#define _GNU_SOURCE
#include "survivors.h"

#include "../../Hosts/Wire/modules.h"
#include "../../Hosts/Wire/wire.h"
#include "../Heap/heap.h"
#include "growth.h"

#include <dlfcn.h>

enum phase { phase_warm_up, phase_recorded, phase_over };

static bool (*record_start)(void);
static void (*record_stop)(void);
static size_t (*record_survivors)(struct heap_survivors *groups, size_t capacity);
static uint64_t (*record_missed)(void);

static bool find_instrument(void) {
  *(void **)&record_start = dlsym(RTLD_DEFAULT, "harness_heap_record_start");
  *(void **)&record_stop = dlsym(RTLD_DEFAULT, "harness_heap_record_stop");
  *(void **)&record_survivors = dlsym(RTLD_DEFAULT, "harness_heap_record_survivors");
  *(void **)&record_missed = dlsym(RTLD_DEFAULT, "harness_heap_record_missed");
  return record_start && record_stop && record_survivors && record_missed;
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

static bool is_full(const struct survivors *survivors, int64_t calls, int64_t limit) {
  return calls >= limit || (calls > 1 && growth_monotonic_seconds() - survivors->stamp > survivors_seconds);
}

static void start(struct survivors *survivors) {
  settle(survivors);
  survivors->stamp = growth_monotonic_seconds();
  survivors->phase = record_start() ? phase_recorded : phase_over;
  if (survivors->phase == phase_over)
    wire_unmeasured("there was no memory for the recording of allocations");
}

static void stop(struct survivors *survivors) {
  settle(survivors);
  record_stop();
  survivors->phase = phase_over;
}

bool survivors_turn_due(const struct survivors *survivors) {
  return survivors->phase == phase_warm_up ? is_full(survivors, survivors->warm_up_calls, survivors_warm_up_calls)
                                           : is_full(survivors, survivors->recorded_calls, survivors_calls);
}

bool survivors_next(struct survivors *survivors) {
  if (survivors->phase == phase_warm_up && is_full(survivors, survivors->warm_up_calls, survivors_warm_up_calls))
    start(survivors);
  if (survivors->phase == phase_recorded && is_full(survivors, survivors->recorded_calls, survivors_calls))
    stop(survivors);
  if (survivors->phase == phase_over)
    return false;
  survivors->phase == phase_warm_up ? survivors->warm_up_calls++ : survivors->recorded_calls++;
  return true;
}

/* Every frame is a return address; one byte back lies in the call itself, whose line is the one wanted. */
static void write_frame(uintptr_t return_address) {
  uintptr_t address = return_address - 1;
  const struct module *module = modules_find(address);
  wire_open_object();
  wire_key("module");
  wire_string(module ? module->path : "?");
  wire_key("offset");
  wire_number((double)(module ? address - module->load : address));
  wire_close_object();
}

/* The innermost frames may be the instrument's own, as the compiler inlined it. */
static size_t frames_of_instrument(const struct heap_survivors *group) {
  const struct module *instrument = modules_find((uintptr_t)record_start);
  size_t count = 0;
  while (instrument && count < group->depth && modules_find((uintptr_t)group->frames[count]) == instrument)
    count++;
  return count;
}

static void write_group(const struct heap_survivors *group, int64_t calls) {
  wire_begin();
  wire_key("survivors");
  wire_open_object();
  wire_key("blocks");
  wire_number((double)group->blocks);
  wire_key("bytes");
  wire_number((double)group->bytes);
  wire_key("calls");
  wire_number((double)calls);
  wire_key("frames");
  wire_open_array();
  /* The frame below the first is at address 0. */
  for (size_t i = frames_of_instrument(group); i < group->depth && group->frames[i]; i++)
    write_frame((uintptr_t)group->frames[i]);
  wire_close_array();
  wire_close_object();
  wire_end();
}

void survivors_report(struct survivors *survivors) {
  static struct heap_survivors groups[survivors_groups];
  if (survivors->recorded_calls == 0)
    return;
  if (survivors->phase == phase_recorded)
    stop(survivors);
  modules_refresh();
  size_t count = record_survivors(groups, survivors_groups);
  for (size_t i = 0; i < count; i++)
    write_group(&groups[i], survivors->recorded_calls);
  if (record_missed() > 0)
    wire_fact_number("unrecorded-allocations", (double)record_missed());
}
