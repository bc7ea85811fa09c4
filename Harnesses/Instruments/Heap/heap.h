/* The heap instrument: an allocator put in front of libc's by LD_PRELOAD that counts exactly.

   A host finds these functions with dlsym(RTLD_DEFAULT, …); where they are missing it was started without the
   instrument. Bytes are what malloc_usable_size says, so a 16-byte request counts as the 24 that glibc gives it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_reading {
  int64_t live_blocks;
  int64_t live_bytes;
  /* Mapped with mmap(2) by anyone but libc itself: an artifact's own allocator, a buffer, a file. */
  int64_t mapped_bytes;
  /* Of the live ones, those that were asked for by code loaded since harness_heap_tell_apart; else 0. */
  int64_t own_blocks;
  int64_t own_bytes;
  /* Mapped less what was unmapped by that code. */
  int64_t own_mapped_bytes;
  bool told_apart;
};

enum { heap_stack_depth = 48 };

/* Blocks still live at the end of a recorded window that the same stack allocated; innermost frame first. */
struct heap_survivors {
  uint64_t blocks;
  uint64_t bytes;
  size_t depth;
  void *frames[heap_stack_depth];
};

void harness_heap_read(struct heap_reading *reading);

/* For runtimes that take memory for themselves whenever they like: from now on, blocks that are asked for by code which
   is not loaded yet are counted apart. Each has a mark behind what it was asked for. False where too much is loaded. */
bool harness_heap_tell_apart(void);

/* Records the stack of every allocation until stopped; about 1 µs an allocation. False where there's no memory for it.
 */
bool harness_heap_record_start(void);
void harness_heap_record_stop(void);
/* The groups of surviving blocks, most blocks first; returns how many were written. */
size_t harness_heap_record_survivors(struct heap_survivors *groups, size_t capacity);
/* Recorded blocks that are live now. */
size_t harness_heap_record_live(void);
/* Allocations that the recording had no room for. */
uint64_t harness_heap_record_missed(void);
