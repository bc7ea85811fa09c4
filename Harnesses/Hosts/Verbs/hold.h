/* Hold: how long a call keeps the thread that makes it, in a host that has no loop.

   The host's thread owns a lock except where it would wait for its next call; the heartbeat takes that lock every
   millisecond. Its worst wait during a call is what a host with a loop would see. A host loops
   `while (hold_next(&hold)) call();`. */
#pragma once

#include "../../Instruments/Heartbeat/heartbeat.h"

#include <stdbool.h>

struct hold {
  bool once; /* the call may be made one time only */
  int calls;
  struct heartbeat_reading held, released, best;
};

/* Starts the heartbeat and plants two controls, one that holds and one that lets go. False where there is no thread for
   it; then `unmeasured` has been written. */
bool hold_begin(struct hold *hold, bool once);
/* True while another call is to be made: up to three of them, one where it takes over a second. */
bool hold_next(struct hold *hold);
/* Writes the facts: hold-ratio, hold-share, worst-gap-ms, call-ms, noise-gap-ms, control-held-ratio,
   control-released-ratio. */
void hold_report(struct hold *hold);
/* Ends the heartbeat. */
void hold_end(struct hold *hold);
