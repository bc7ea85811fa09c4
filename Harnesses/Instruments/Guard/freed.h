/* Blocks of libc's own that were freed in the window: they go back to libc only when later ones have pushed them out,
   so that who frees one again doesn't hit its next owner. */
#pragma once

#include "guard.h"

#pragma GCC visibility push(hidden)

/* Keeps `block`; returns the one that it pushed out, NULL for none. */
void *freed_keep(void *block, size_t bytes, const struct guard_stack *stack);
/* Whether it is kept here; then `stack` is who freed it. */
bool freed_find(const void *block, struct guard_stack *stack, size_t *bytes);
void freed_forked(void);

#pragma GCC visibility pop
