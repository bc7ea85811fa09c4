/* Hold: how long a call keeps what the heartbeat takes, beside two controls in the same process, one that holds and one
   that lets go. A host loops `while (hold_next(&hold)) call();`. */
#pragma once

#include "heartbeat.h"

#include <stdbool.h>

/* The lock, as the heartbeat's thread has it and as the host's own has, which owns it when it calls. */
struct hold_lock {
  struct heartbeat_lock heartbeat;
  void (*take)(void);
  void (*give)(void);
};

enum { hold_calls = 3, hold_calls_in_noise = 9, hold_most_calls = 18 };

struct hold {
  struct hold_lock lock;
  bool once, samples;
  int calls, read_well;
  double noise; /* seconds: the lowest of the worst waits of the released controls */
  struct heartbeat_reading held, released, readings[hold_most_calls];
};

/* Starts the heartbeat and plants the controls. False where there is no thread for it; then `unmeasured` has been
   written. */
bool hold_begin(struct hold *hold, const struct hold_lock *lock, bool once);
/* The second pass, which asks the thread that holds for its stack. What it measures is disturbed by that: a call that
   sleeps wakes up early. */
bool hold_begin_sampling(struct hold *hold, const struct hold_lock *lock, bool once);
/* True while another call is to be made: until three have been read well, nine where it is about as long as the
   scheduler's noise, one where it takes over a second; of the second pass until a stack was taken. */
bool hold_next(struct hold *hold);
/* Writes the facts: hold-ratio, hold-share, worst-gap-ms, gap-rest-ms, longest-rest-ms, call-ms, noise-gap-ms,
   control-held-ratio, control-released-ratio. */
void hold_report(const struct hold *hold);
/* Ends the heartbeat. */
void hold_end(struct hold *hold);

/* The lock of a host that has none: its thread owns it except where it would wait for its next call, so that the worst
   wait is what a host with a loop would see. The host takes it before hold_begin. */
extern const struct hold_lock hold_thread_lock;
