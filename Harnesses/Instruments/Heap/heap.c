/* Counts: libc's allocation functions put behind ours, which add up what is live. See heap.h. */
#define _GNU_SOURCE
#include "heap.h"

#include "../Allocation/allocation.h"
#include "../Allocation/libc.h"
#include "holdings.h"
#include "owners.h"
#include "recording.h"

#include <stdatomic.h>

static atomic_int_fast64_t live_blocks, live_bytes, mapped_bytes, own_blocks, own_bytes, own_mapped_bytes;

static void add(atomic_int_fast64_t *counter, int64_t amount) {
  atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static void *gained(void *block, bool own) {
  if (!block)
    return NULL;
  size_t bytes = libc_usable(block);
  add(&live_blocks, 1);
  add(&live_bytes, (int64_t)bytes);
  if (own) {
    owners_mark(block, bytes);
    add(&own_blocks, 1);
    add(&own_bytes, (int64_t)(bytes - owners_mark_bytes));
  }
  recording_gained(block, bytes);
  return block;
}

/* Whether it was counted apart. */
static bool lost(void *block) {
  size_t bytes = libc_usable(block);
  bool own = owners_unmark(block, bytes);
  add(&live_blocks, -1);
  add(&live_bytes, -(int64_t)bytes);
  if (own) {
    add(&own_blocks, -1);
    add(&own_bytes, -(int64_t)(bytes - owners_mark_bytes));
  }
  recording_lost(block);
  return own;
}

/* Room for the mark; what overflows is left to libc to refuse. */
static size_t with_mark(size_t size, bool own) {
  size_t bytes;
  return own && !__builtin_add_overflow(size, owners_mark_bytes, &bytes) ? bytes : size;
}

void *allocation_gain(const struct allocation_request *request) {
  bool own = owners_is_own(request->caller);
  size_t size = with_mark(request->size, own);
  if (request->alignment)
    return gained(__libc_memalign(request->alignment, size), own);
  return gained(request->zeroed ? __libc_calloc(1, size) : __libc_malloc(size), own);
}

void allocation_lose(void *block, enum allocation_family family, const void *caller) {
  (void)family;
  (void)caller;
  lost(block);
  __libc_free(block);
}

/* The block may be gone once libc returns, so it is given up first and taken back where libc refuses. */
void *allocation_resize(void *block, size_t size, const void *caller) {
  (void)caller;
  bool own = lost(block);
  void *moved = __libc_realloc(block, size > 0 ? with_mark(size, own) : 0);
  if (!moved && size > 0)
    gained(block, own);
  return gained(moved, own);
}

/* Without the mark, or whoever fills the whole block overwrites it. */
size_t allocation_usable(const void *block) {
  size_t bytes = libc_usable(block);
  return owners_is_marked(block, bytes) ? bytes - owners_mark_bytes : bytes;
}

void allocation_mapped(void *start, int64_t bytes, const void *caller) {
  if (bytes > 0)
    holdings_gained(holding_mapping, (uintptr_t)start, (size_t)bytes);
  else
    holdings_lost(holding_mapping, (uintptr_t)start);
  add(&mapped_bytes, bytes);
  if (owners_is_own(caller))
    add(&own_mapped_bytes, bytes);
}

void allocation_failed(void) {}

void harness_heap_read(struct heap_reading *reading) {
  reading->live_blocks = atomic_load_explicit(&live_blocks, memory_order_relaxed);
  reading->live_bytes = atomic_load_explicit(&live_bytes, memory_order_relaxed);
  reading->mapped_bytes = atomic_load_explicit(&mapped_bytes, memory_order_relaxed);
  reading->own_blocks = atomic_load_explicit(&own_blocks, memory_order_relaxed);
  reading->own_bytes = atomic_load_explicit(&own_bytes, memory_order_relaxed);
  reading->own_mapped_bytes = atomic_load_explicit(&own_mapped_bytes, memory_order_relaxed);
  reading->told_apart = owners_told_apart();
}
