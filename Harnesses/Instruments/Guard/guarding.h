/* Guarding: how a host asks a question under the guard instrument, and tells what it found. */
#pragma once

#include "guard.h"

/* The paths with which the files of the artifact begin; the list ends with NULL and has to stay. `library` is the
   runtime that allocates for it, `loop` the function in which that runs other code; both may be NULL. False where the
   process was started without the instrument; then `unmeasured` has been written. */
bool guarding_prepare(const char *const *prefixes, const char *library, void *loop);
/* Opens the window, and has faults told before whoever handled them until now is asked. */
bool guarding_begin(void);
/* After each step, with or without an instrument: what it has loaded gets its name in stacks, is the artifact's code
   where it comes from there, and what was found goes on the wire. */
void guarding_refresh(void);
/* What was found, and how much of the process it was asked of. */
void guarding_report(void);

/* Refuses the nth block that the artifact's code asks for on this thread; -1 only counts, 0 stops. Where the process
   dies of it, who asked is on the wire as a record `refused`. */
void guarding_refuse(int64_t nth);
/* How many blocks it has asked for since. */
int64_t guarding_asked(void);
