#define _GNU_SOURCE
#include "events.h"

#include "../Allocation/spin_lock.h"

static struct guard_event events[guard_event_limit];
static size_t count, told;
static spin_lock busy = ATOMIC_FLAG_INIT;

void events_forked(void) { spin_lock_drop(&busy); }

void events_add(const struct guard_event *event) {
  spin_lock_take(&busy);
  if (count < guard_event_limit)
    events[count++] = *event;
  spin_lock_drop(&busy);
}

/* Without the lock: its holder may be the thread that a signal has stopped. */
bool harness_guard_next(struct guard_event *event) {
  if (told == count)
    return false;
  *event = events[told++];
  return true;
}
