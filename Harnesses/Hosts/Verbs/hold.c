#define _GNU_SOURCE
#include "hold.h"

#include "../../Instruments/Growth/growth.h"
#include "../Wire/wire.h"

#include <pthread.h>
#include <time.h>

/* Those of Hosts/Python/hold.c. */
static const double control_seconds = 0.030;
static const double repeated_below_seconds = 1.0;
enum { most_calls = 3 };

static pthread_mutex_t thread_in_use = PTHREAD_MUTEX_INITIALIZER;

static void nothing(void) {}
static void take(void) { pthread_mutex_lock(&thread_in_use); }
static void give(void) { pthread_mutex_unlock(&thread_in_use); }

static void pass(double seconds) {
  double until = growth_monotonic_seconds() + seconds;
  while (growth_monotonic_seconds() < until)
    ;
}

static void let_heartbeat_run(void) {
  give();
  nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  take();
}

static double ratio(struct heartbeat_reading reading) {
  return reading.seconds > 0 ? reading.worst_wait / reading.seconds : 0;
}

/* Busy as the one that holds, so that both feel the same scheduler: its worst wait is the noise of this machine now. */
static struct heartbeat_reading control_released(void) {
  give();
  heartbeat_reset();
  pass(control_seconds);
  struct heartbeat_reading reading = heartbeat_read();
  take();
  return reading;
}

static struct heartbeat_reading control_held(void) {
  heartbeat_reset();
  pass(control_seconds);
  return heartbeat_read();
}

bool hold_begin(struct hold *hold, bool once) {
  static const struct heartbeat_lock lock = {nothing, nothing, take, give};
  *hold = (struct hold){.once = once};
  take();
  if (!heartbeat_start(&lock)) {
    give();
    wire_unmeasured("the heartbeat's thread could not be started");
    return false;
  }
  let_heartbeat_run();
  hold->released = control_released();
  hold->held = control_held();
  return true;
}

/* Noise only ever adds to a gap, so the shortest of a few calls is the call's own. */
static void note_call(struct hold *hold) {
  struct heartbeat_reading reading = heartbeat_read();
  if (hold->calls == 1 || reading.worst_wait < hold->best.worst_wait)
    hold->best = reading;
}

static bool is_over(const struct hold *hold) {
  return hold->calls > 0 && (hold->once || hold->calls == most_calls || hold->best.seconds > repeated_below_seconds);
}

bool hold_next(struct hold *hold) {
  if (hold->calls > 0)
    note_call(hold);
  if (is_over(hold))
    return false;
  let_heartbeat_run();
  hold->calls++;
  heartbeat_reset();
  return true;
}

void hold_report(struct hold *hold) {
  struct heartbeat_reading call = hold->best;
  wire_fact_number("hold-ratio", ratio(call));
  wire_fact_number("hold-share", call.seconds > 0 ? call.summed_wait / call.seconds : 0);
  wire_fact_number("worst-gap-ms", call.worst_wait * 1000);
  wire_fact_number("call-ms", call.seconds * 1000);
  wire_fact_number("noise-gap-ms", hold->released.worst_wait * 1000);
  wire_fact_number("control-held-ratio", ratio(hold->held));
  wire_fact_number("control-released-ratio", ratio(hold->released));
}

void hold_end(struct hold *hold) {
  (void)hold;
  give();
  heartbeat_stop();
}
