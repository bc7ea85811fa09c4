/* Frames of a stack, as the records that have stacks in them hold them. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* An array of frames under `key`, innermost first. Each is a return address, as unwinders give them; what is written is
   one byte back, which lies in the call itself. Safe in a signal handler. */
void frames_write(const char *key, void *const *return_addresses, size_t count);
