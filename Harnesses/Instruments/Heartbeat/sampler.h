/* The sampler: a native thread that asks the thread which holds for its stack, once a beat has waited long enough. */
#pragma once

#include <stdbool.h>

/* Asks the calling thread, with SIGUSR2 (Hosts/Wire/stacks.h), whenever a beat of the heartbeat has waited so long, and
   once more each time it has waited ten times as long. False where the thread could not be started. */
bool sampler_start(double seconds);
/* Stacks that were asked for. */
int sampler_taken(void);
void sampler_stop(void);
