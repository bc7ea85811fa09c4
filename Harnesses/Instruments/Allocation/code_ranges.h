/* Whose code asks: the address ranges of some of the files that are loaded. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { code_range_limit = 512 };

struct code_range {
  uintptr_t low, high;
};

struct code_ranges {
  struct code_range ranges[code_range_limit];
  size_t count;
};

static inline bool code_range_holds(const struct code_range *range, const void *address) {
  return (uintptr_t)address >= range->low && (uintptr_t)address < range->high;
}

#pragma GCC visibility push(hidden)

/* The files that are loaded now and of which `wanted` says so, or all of them where it is NULL. False where there are
   too many. Not in an allocation function: the loader holds its lock while it allocates. */
bool code_ranges_read(struct code_ranges *ranges, bool (*wanted)(const char *path));
bool code_ranges_hold(const struct code_ranges *ranges, const void *address);

#pragma GCC visibility pop
