/* Supervision of one host process: its channels, its deadlines, its end, and the end of all that it started.

   Whoever supervises forks the host and stays its parent: the supervisor program for a host that it executes, and a
   process forked from a template for a host that is a fork of the template, too. So both get the same supervision. */
#pragma once

#include "options.h"

#include <signal.h>
#include <stdbool.h>

/* The two ends to the harness: at the end of file of `hand` the host is killed; its records go to `answers`, which does
   not block. */
struct harness_ends {
  int hand, answers;
};

/* Forks. True in the process that has to become the host, with `mask` as it was before the call; false in the one that
   supervises it. */
bool supervise_start(const struct options *options, struct harness_ends ends, sigset_t *mask);
/* In the host: a session of its own that dies with the supervisor, /dev/null on stdin, and its other channels on these
   descriptors. Those of the supervisor are closed. */
void supervise_become_host(int wire, int stacks);
/* Until the host has ended; leaves nothing of it alive, and writes the last records. False where its end was not seen.
 */
bool supervise(void);
