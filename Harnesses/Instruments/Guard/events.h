/* Events: what the guard found, kept until the host's main thread asks for it. */
#pragma once

#include "guard.h"

#pragma GCC visibility push(hidden)

/* Kept where there is room. */
void events_add(const struct guard_event *event);
void events_forked(void);

#pragma GCC visibility pop
