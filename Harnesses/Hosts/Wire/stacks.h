/* Stacks: what a host's threads were doing when it died or hung, as text on the stacks descriptor.

   A fatal signal (SEGV, BUS, ILL, FPE, ABRT) writes the stack of the thread that got it and dies of that signal.
   SIGUSR1, which the supervisor sends to a hung host before the kill, writes those of all threads and lives on; SIGUSR2
   passes it from thread to thread. One frame a line, `#0 /path/lib.so+0x1234`; the offset is from the file's load
   address, and that of the calling instruction, not of the return, so that a symboliser may take it as it stands.

   Link with -static-libgcc: a host that brings libgcc_s along would hide that an artifact forgot to name it. Needs
   GCC 12 and glibc 2.35 or later, whose unwinder takes no lock. */
#pragma once

#include <stddef.h>

/* Installs the handlers, and an alternate stack for the calling thread, so that its stack overflow is told too. */
void stacks_install(void);

/* The frames of what a signal interrupted, innermost first, as return addresses; how many were written. `context` is
   the handler's third argument. */
size_t stacks_interrupted(const void *context, void **frames, size_t limit);
