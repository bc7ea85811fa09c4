#define _GNU_SOURCE
#include "hold.h"

#include "sampler.h"

#include "../../Hosts/Wire/wire.h"
#include "../Growth/growth.h"

#include <pthread.h>
#include <time.h>

/* Long enough to stand above the scheduler's noise, which is under 1 ms idle and 45 ms at its worst in 876 waits. */
static const double control_seconds = 0.030;
/* A call this long is not repeated: its own length is beyond the noise. */
static const double repeated_below_seconds = 1.0;

/* Between these lengths a single wait of the scheduler's may look like a hold, and the lowest of three may still be
 * one. */
static const double noise_from_seconds = 0.008, noise_to_seconds = 0.040;
/* A wait that is none of the interpreter's own turns, which are 5 ms. */
static const double sampled_from_seconds = 0.0075;

/* Of a call, the share that the heartbeat may have missed in one piece. */
static const double well_read_rest = 0.3;
enum { control_attempts = 5 };

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

/* Otherwise the machine was too busy for the heartbeat itself: it saw too little of the call. */
static bool is_read_well(struct heartbeat_reading reading) {
  return reading.longest_rest <= reading.seconds * well_read_rest;
}

/* Busy as the one that holds, so that both feel the same scheduler: its worst wait is the noise of this machine now. */
static struct heartbeat_reading control_released(const struct hold *hold, double seconds) {
  hold->lock.give();
  heartbeat_reset();
  pass(seconds);
  struct heartbeat_reading reading = heartbeat_read();
  hold->lock.take();
  return reading;
}

static struct heartbeat_reading control_held(const struct hold *hold) {
  struct heartbeat_reading reading = {0};
  for (int i = 0; i < control_attempts && (i == 0 || !is_read_well(reading)); i++) {
    let_heartbeat_run(hold);
    heartbeat_reset();
    pass(control_seconds);
    reading = heartbeat_read();
  }
  return reading;
}

static bool begin(struct hold *hold, const struct hold_lock *lock, bool once) {
  *hold = (struct hold){.lock = *lock, .once = once};
  if (heartbeat_start(&lock->heartbeat))
    return true;
  wire_unmeasured("the heartbeat's thread could not be started");
  return false;
}

bool hold_begin(struct hold *hold, const struct hold_lock *lock, bool once) {
  if (!begin(hold, lock, once))
    return false;
  let_heartbeat_run(hold);
  hold->released = control_released(hold, control_seconds);
  hold->noise = hold->released.worst_wait;
  hold->held = control_held(hold);
  return true;
}

bool hold_begin_sampling(struct hold *hold, const struct hold_lock *lock, bool once) {
  if (!begin(hold, lock, once))
    return false;
  hold->samples = sampler_start(sampled_from_seconds);
  if (!hold->samples)
    wire_unmeasured("the thread that asks for stacks could not be started");
  return true;
}

static bool is_over(const struct hold *hold) {
  if (hold->calls == 0)
    return false;
  double seconds = hold->readings[hold->calls - 1].seconds;
  if (hold->once || hold->calls == hold_most_calls || seconds > repeated_below_seconds)
    return true;
  if (hold->samples)
    return sampler_taken() > 0;
  if (seconds < noise_from_seconds)
    return hold->calls >= hold_calls;
  return hold->read_well >= (seconds <= noise_to_seconds ? hold_calls_in_noise : hold_calls);
}

/* As many released controls as calls, of the same length, so that the lowest of either can be compared. */
static void note_noise(struct hold *hold, double seconds) {
  let_heartbeat_run(hold);
  struct heartbeat_reading released = control_released(hold, seconds);
  if (is_read_well(released) && released.worst_wait < hold->noise)
    hold->noise = released.worst_wait;
}

static void note_call(struct hold *hold) {
  struct heartbeat_reading reading = hold->readings[hold->calls - 1] = heartbeat_read();
  hold->read_well += is_read_well(reading);
  if (!hold->samples && reading.seconds >= noise_from_seconds && reading.seconds <= noise_to_seconds)
    note_noise(hold, reading.seconds);
}

bool hold_next(struct hold *hold) {
  if (hold->calls > 0)
    note_call(hold);
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

/* Of readings in which the heartbeat saw the call, noise only ever adds to a gap, so the lowest ratio of a few calls is
   the call's own. One that took less than half of the longest had its answer ready from the call before, and says
   nothing of it. */
static struct heartbeat_reading best(const struct hold *hold) {
  double enough = longest_call(hold) / 2;
  struct heartbeat_reading best = {0};
  bool well = false;
  for (int i = 0; i < hold->calls; i++) {
    struct heartbeat_reading reading = hold->readings[i];
    bool better = well == is_read_well(reading) ? ratio(reading) < ratio(best) : !well;
    if (reading.seconds >= enough && (best.seconds == 0 || better)) {
      best = reading;
      well = is_read_well(reading);
    }
  }
  return best;
}

void hold_report(const struct hold *hold) {
  struct heartbeat_reading call = best(hold);
  wire_fact_number("hold-ratio", ratio(call));
  wire_fact_number("hold-share", call.seconds > 0 ? call.summed_wait / call.seconds : 0);
  wire_fact_number("worst-gap-ms", call.worst_wait * 1000);
  wire_fact_number("gap-rest-ms", call.rest_before * 1000);
  wire_fact_number("longest-rest-ms", call.longest_rest * 1000);
  wire_fact_number("call-ms", call.seconds * 1000);
  wire_fact_number("noise-gap-ms", hold->noise * 1000);
  wire_fact_number("control-held-ratio", ratio(hold->held));
  wire_fact_number("control-released-ratio", ratio(hold->released));
}

void hold_end(struct hold *hold) {
  if (hold->samples)
    sampler_stop();
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
