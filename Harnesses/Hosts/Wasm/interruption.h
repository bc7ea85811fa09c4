/* Interruption: stops WebAssembly that runs on and on, so that it tells where it is.

   SIGUSR1, the supervisor's first word to a hung host, ends the running code with the trap `interrupted`; its frames
   become the host's stacks, and the process ends. Where no WebAssembly was running (a WASI function that waits),
   SIGTERM writes the stacks of the threads instead. */
#pragma once

#include "failure.h"

#include <stdbool.h>

/* After stacks_install. `after_ms`: also by itself, once each call has taken this long; 0 for never. */
void interruption_install(wasm_engine *engine, long after_ms);
/* Around each call that the host may interrupt by itself. */
void interruption_arm(void);
void interruption_disarm(void);
/* Ends the process where the supervisor asked for it; returns otherwise. */
void interruption_obey(const struct failure *failure);
