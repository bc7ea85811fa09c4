#define _GNU_SOURCE
#include "owners.h"

#include "heap.h"

#include <link.h>
#include <stdatomic.h>
#include <string.h>

enum { range_limit = 128 };

static struct range { uintptr_t low, high; } ranges[range_limit];
static size_t range_count;
static atomic_bool told_apart;

/* Any number that is unlikely in memory; mixed with the address, so that a copied block has no mark. */
static const uint64_t mark = 0x9e3779b97f4a7c15u;

static int add_range(struct dl_phdr_info *info, size_t size, void *full) {
  (void)size;
  struct range range = {UINTPTR_MAX, 0};
  for (size_t i = 0; i < info->dlpi_phnum; i++) {
    uintptr_t low = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr, high = low + info->dlpi_phdr[i].p_memsz;
    if (info->dlpi_phdr[i].p_type != PT_LOAD)
      continue;
    range.low = low < range.low ? low : range.low;
    range.high = high > range.high ? high : range.high;
  }
  if (range_count == range_limit)
    return *(bool *)full = true;
  ranges[range_count++] = range;
  return 0;
}

bool harness_heap_tell_apart(void) {
  bool full = false;
  range_count = 0;
  dl_iterate_phdr(add_range, &full);
  atomic_store(&told_apart, !full);
  return !full;
}

bool owners_told_apart(void) { return atomic_load_explicit(&told_apart, memory_order_relaxed); }

bool owners_is_own(const void *caller) {
  if (!owners_told_apart())
    return false;
  for (size_t i = 0; i < range_count; i++)
    if ((uintptr_t)caller >= ranges[i].low && (uintptr_t)caller < ranges[i].high)
      return false;
  return true;
}

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
