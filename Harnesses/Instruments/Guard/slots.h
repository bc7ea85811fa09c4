/* Slots: pages of the guard's own, one block each, before a page that nobody may touch. */
#pragma once

#include "../Allocation/allocation.h"
#include "guard.h"

#pragma GCC visibility push(hidden)

/* Reserves the address space. Nothing in it can be touched yet. */
bool slots_reserve(void);
/* The lock is free in a forked child, whose other threads are gone. */
void slots_forked(void);

/* A block that reads 0; NULL where it is too large or there is no room for it. `own` blocks have room of their own that
   the runtime's can't take up. */
void *slots_gain(const struct allocation_request *request, bool own);
/* Where the stack of whoever asked for the block goes, once it is known that there is one. */
struct guard_stack *slots_stack(const void *block);
bool slots_hold(const void *block);
/* The size that was asked for; 0 where it is no live block. */
size_t slots_size(const void *block);
/* Gives back a block of the slots; false where that was wrong, and `event` says how. What was damaged around the block
   is told, too, though it is given back. */
bool slots_lose(void *block, enum allocation_family family, const struct guard_stack *stack, struct guard_event *event);
bool slots_explain(uintptr_t address, struct guard_event *event);

#pragma GCC visibility pop
