/* Whether a process may be forked after an import: what a fork would not copy, or share, must not be there.

   Threads and timers are gone in a child; descriptors and child processes would be common to all; what was printed, and
   files left in the home, would be missing from the cell's own. */
#pragma once

#include <stdbool.h>

/* Before the import. Until fitness_complaint, stdout and stderr go where they are counted. */
void fitness_begin(void);
/* After it: what it did that a fork would not keep, or NULL. stdout and stderr are again what they were. */
const char *fitness_complaint(void);
bool fitness_has_one_thread(void);
