/* The stack of whoever asks for memory, taken inside of an allocation function. */
#pragma once

#include <stddef.h>

#pragma GCC visibility push(hidden)

/* At most `limit` return addresses, innermost first, without the `skip` innermost; how many were written. The unwinder
   may allocate: keep it from coming back in here. */
size_t backtrace_take(void **frames, size_t limit, size_t skip);

#pragma GCC visibility pop
