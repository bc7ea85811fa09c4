#define _GNU_SOURCE
#include "freed.h"

#include "../Allocation/spin_lock.h"

#include <string.h>

enum { freed_limit = 1024, freed_largest = 64 << 10 };

static struct {
  void *block;
  size_t bytes;
  struct guard_stack stack;
} kept[freed_limit];
static size_t next;
static spin_lock busy = ATOMIC_FLAG_INIT;

void freed_forked(void) { spin_lock_drop(&busy); }

void *freed_keep(void *block, size_t bytes, const struct guard_stack *stack) {
  if (bytes > freed_largest)
    return block;
  spin_lock_take(&busy);
  void *pushed_out = kept[next].block;
  kept[next].block = block;
  kept[next].bytes = bytes;
  kept[next].stack.depth = stack->depth;
  memcpy(kept[next].stack.frames, stack->frames, stack->depth * sizeof *stack->frames);
  next = (next + 1) % freed_limit;
  spin_lock_drop(&busy);
  return pushed_out;
}

bool freed_find(const void *block, struct guard_stack *stack, size_t *bytes) {
  bool found = false;
  spin_lock_take(&busy);
  for (size_t i = 0; i < freed_limit && !found; i++) {
    found = kept[i].block == block;
    if (found) {
      *stack = kept[i].stack;
      *bytes = kept[i].bytes;
    }
  }
  spin_lock_drop(&busy);
  return found;
}
