#define _GNU_SOURCE
#include "hold.h"

#include "../../Hosts/Wire/wire.h"
#include "../Growth/growth.h"

#include <pthread.h>
#include <time.h>

/* Long enough to stand above the scheduler's noise, which is under 1 ms idle and 45 ms at its worst in 876 waits. */
static const double control_seconds = 0.030;
/* A call this long is not repeated: its own length is beyond the noise. */
static const double repeated_below_seconds = 1.0;

static void pass(double seconds) {
  double until = growth_monotonic_seconds() + seconds;
  while (growth_monotonic_seconds() < until)
    ;
}

static void let_heartbeat_run(const struct hold *hold) {
  hold->lock.give();
  nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  hold->lock.take();
}

static double ratio(struct heartbeat_reading reading) {
  return reading.seconds > 0 ? reading.worst_wait / reading.seconds : 0;
}

/* Busy as the one that holds, so that both feel the same scheduler: its worst wait is the noise of this machine now. */
static struct heartbeat_reading control_released(const struct hold *hold) {
  hold->lock.give();
  heartbeat_reset();
  pass(control_seconds);
  struct heartbeat_reading reading = heartbeat_read();
  hold->lock.take();
  return reading;
}

static struct heartbeat_reading control_held(void) {
  heartbeat_reset();
  pass(control_seconds);
  return heartbeat_read();
}

bool hold_begin(struct hold *hold, const struct hold_lock *lock, bool once) {
  *hold = (struct hold){.lock = *lock, .most_calls = once ? 1 : hold_calls};
  if (!heartbeat_start(&lock->heartbeat)) {
    wire_unmeasured("the heartbeat's thread could not be started");
    return false;
  }
  let_heartbeat_run(hold);
  hold->released = control_released(hold);
  hold->held = control_held();
  return true;
}

static bool is_over(const struct hold *hold) {
  if (hold->calls == 0)
    return false;
  return hold->calls == hold->most_calls || hold->readings[hold->calls - 1].seconds > repeated_below_seconds;
}

bool hold_next(struct hold *hold) {
  if (hold->calls > 0)
    hold->readings[hold->calls - 1] = heartbeat_read();
  if (is_over(hold))
    return false;
  let_heartbeat_run(hold);
  hold->calls++;
  heartbeat_reset();
  return true;
}

static double longest_call(const struct hold *hold) {
  double seconds = 0;
  for (int i = 0; i < hold->calls; i++)
    seconds = hold->readings[i].seconds > seconds ? hold->readings[i].seconds : seconds;
  return seconds;
}

/* Noise only ever adds to a gap, so the lowest ratio of a few calls is the call's own. One that took less than half of
   the longest had its answer ready from the call before, and says nothing of it. */
static struct heartbeat_reading best(const struct hold *hold) {
  double enough = longest_call(hold) / 2;
  struct heartbeat_reading best = {0};
  for (int i = 0; i < hold->calls; i++) {
    struct heartbeat_reading reading = hold->readings[i];
    if (reading.seconds >= enough && (best.seconds == 0 || ratio(reading) < ratio(best)))
      best = reading;
  }
  return best;
}

void hold_report(const struct hold *hold) {
  struct heartbeat_reading call = best(hold);
  wire_fact_number("hold-ratio", ratio(call));
  wire_fact_number("hold-share", call.seconds > 0 ? call.summed_wait / call.seconds : 0);
  wire_fact_number("worst-gap-ms", call.worst_wait * 1000);
  wire_fact_number("call-ms", call.seconds * 1000);
  wire_fact_number("noise-gap-ms", hold->released.worst_wait * 1000);
  wire_fact_number("control-held-ratio", ratio(hold->held));
  wire_fact_number("control-released-ratio", ratio(hold->released));
}

void hold_end(struct hold *hold) {
  hold->lock.give();
  heartbeat_stop();
  hold->lock.take();
}

/* A host without a lock. */

static pthread_mutex_t thread_in_use = PTHREAD_MUTEX_INITIALIZER;

static void nothing(void) {}
static void take(void) { pthread_mutex_lock(&thread_in_use); }
static void give(void) { pthread_mutex_unlock(&thread_in_use); }

const struct hold_lock hold_thread_lock = {
    .heartbeat = {nothing, nothing, take, give},
    .take = take,
    .give = give,
};
