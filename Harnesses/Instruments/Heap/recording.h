/* Recording: the stack of each allocation while switched on, so that survivors can be traced. Hooks of heap.c. */
#pragma once

#include <stddef.h>

void recording_gained(void *block, size_t bytes);
void recording_lost(void *block);
