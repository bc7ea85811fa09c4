#define _GNU_SOURCE
#include "owners.h"

#include "../Allocation/code_ranges.h"
#include "heap.h"

#include <stdatomic.h>
#include <string.h>

/* What was loaded before the artifact. */
static struct code_ranges runtime;
static atomic_bool told_apart;

/* Any number that is unlikely in memory; mixed with the address, so that a copied block has no mark. */
static const uint64_t mark = 0x9e3779b97f4a7c15u;

bool harness_heap_tell_apart(void) {
  bool all = code_ranges_read(&runtime, NULL);
  atomic_store(&told_apart, all);
  return all;
}

bool owners_told_apart(void) { return atomic_load_explicit(&told_apart, memory_order_relaxed); }

bool owners_is_own(const void *caller) { return owners_told_apart() && !code_ranges_hold(&runtime, caller); }

static unsigned char *place(const void *block, size_t bytes) {
  return (unsigned char *)(uintptr_t)block + bytes - owners_mark_bytes;
}

void owners_mark(void *block, size_t bytes) {
  uint64_t value = mark ^ (uintptr_t)block;
  memcpy(place(block, bytes), &value, sizeof value);
}

bool owners_is_marked(const void *block, size_t bytes) {
  uint64_t value;
  if (!owners_told_apart())
    return false;
  memcpy(&value, place(block, bytes), sizeof value);
  return value == (mark ^ (uintptr_t)block);
}

bool owners_unmark(void *block, size_t bytes) {
  if (!owners_is_marked(block, bytes))
    return false;
  memset(place(block, bytes), 0, owners_mark_bytes);
  return true;
}
