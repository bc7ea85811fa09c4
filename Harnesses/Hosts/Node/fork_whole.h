/* fork(2) with all memory. */
#pragma once

#include <sys/types.h>

/* A child that has V8's heap too, which V8 keeps out of children (MADV_DONTFORK). May be called in a signal handler. */
pid_t fork_whole(void);
