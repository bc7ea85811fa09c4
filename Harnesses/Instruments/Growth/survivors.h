/* Survivors: the second pass of a growth probe, which asks who allocated what did not come back.

   A host loops `while (survivors_next(&survivors)) call();` in place of growth's loop. A few calls warm up; the rest
   are recorded by the heap instrument, and the blocks that outlive them are reported by the stack that allocated them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  survivors_warm_up_calls = 30, /* fill caches and finish lazy initialisation */
  survivors_calls = 200,        /* one group a leak is plain from; also ends after survivors_seconds */
  survivors_fewest = 20,        /* where fewer have survived by then, what stays is rare: */
  survivors_most_calls = 20000, /* it goes on up to these */
  survivors_groups = 12,
  survivors_holding_groups = 3,
};

#define survivors_seconds 0.5

struct survivors {
  /* Brings the process to rest before the recording starts and before it ends: collects garbage. */
  void (*settle)(void *context);
  void *context;
  int64_t warm_up_calls, recorded_calls;
  double stamp;
  int phase;
};

/* False where the process was started without the heap instrument, or where there's no memory for the recording; then
   `unmeasured` has been written. */
bool survivors_begin(struct survivors *survivors, void (*settle)(void *context), void *context);
/* True where the next survivors_next() starts or ends the recording: a host that comes to rest only in turns of its
   loop lets it do so first. */
bool survivors_turn_due(const struct survivors *survivors);
/* True while another call is to be made. */
bool survivors_next(struct survivors *survivors);
/* Writes one `survivors` record a group to the wire, most blocks first. */
void survivors_report(struct survivors *survivors);
