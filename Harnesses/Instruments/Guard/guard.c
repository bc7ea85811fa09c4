/* Decides for each request whether it gets pages of its own, and whether what is given back was there. See guard.h. */
#define _GNU_SOURCE
#include "guard.h"

#include "../Allocation/allocation.h"
#include "../Allocation/backtrace.h"
#include "../Allocation/code_ranges.h"
#include "../Allocation/libc.h"
#include "events.h"
#include "freed.h"
#include "ledger.h"
#include "refusal.h"
#include "slots.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static atomic_bool open;
static atomic_int_fast64_t guarded, unguarded, own_blocks, own_mapped;
/* Two, so that a thread that allocates during a refresh still finds the older one whole. */
static struct code_ranges artifact_code[2];
static _Atomic(const struct code_ranges *) artifact = &artifact_code[0];
/* Libraries that allocate for whoever calls them, and the loop in which one of them runs other code. */
static struct code_ranges lenders;
static struct code_range interpreter;
enum { lender_depth = 10 };
/* Unwinding may allocate; what it allocates is libc's. Initial-exec, since a lazy TLS block would allocate too. */
static __thread int inside __attribute__((tls_model("initial-exec")));

static void add(atomic_int_fast64_t *counter, int64_t amount) {
  atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

/* What each step may spend: a block with pages and stacks of its own takes about 10 µs, and a step may ask for
   millions. */
static struct { atomic_int_fast64_t runtime, own, frees; } room;

static bool spend(atomic_int_fast64_t *left) {
  return atomic_load_explicit(left, memory_order_relaxed) > 0 &&
         atomic_fetch_sub_explicit(left, 1, memory_order_relaxed) > 0;
}

static bool is_watched(void) { return atomic_load_explicit(&open, memory_order_relaxed) && !inside; }
static bool is_own(const void *caller) { return code_ranges_hold(atomic_load(&artifact), caller); }

/* Whether the artifact's code asks, itself or through functions of a lender: a few frames, none of an interpreter's
   loop. */
static __attribute__((noinline)) bool is_asked_by_artifact(const void *caller) {
  void *frames[lender_depth];
  if (is_own(caller))
    return true;
  if (!code_ranges_hold(&lenders, caller))
    return false;
  inside = 1;
  size_t depth = backtrace_take(frames, lender_depth, 1), first = 0;
  inside = 0;
  /* Those before the call itself are ours. */
  while (first < depth && frames[first] != caller)
    first++;
  for (size_t i = first; i < depth; i++) {
    if (is_own(frames[i]))
      return true;
    if (!code_ranges_hold(&lenders, frames[i]) || code_range_holds(&interpreter, frames[i]))
      return false;
  }
  return false;
}

/* Three frames are ours: this one, that of the allocation_ function and that of the entry point. */
static __attribute__((noinline)) void take_stack(struct guard_stack *stack) {
  if (!stack)
    return;
  inside = 1;
  stack->depth = backtrace_take(stack->frames, guard_stack_depth, 2);
  inside = 0;
}

/* libc's own blocks. */

static void *gain_from_libc(const struct allocation_request *request) {
  void *block = request->alignment ? __libc_memalign(request->alignment, request->size)
                : request->zeroed  ? __libc_calloc(1, request->size)
                                   : __libc_malloc(request->size);
  if (block)
    ledger_add(block, request->family);
  return block;
}

/* Nothing is known of who asked for a block of libc's. */
static void tell_of_libc(enum guard_kind kind, const void *block, enum allocation_family given,
                         enum allocation_family family, const struct guard_stack *stack) {
  struct guard_event event = {.kind = kind,
                              .allocated_by_new = given == allocation_new,
                              .released_by_delete = family == allocation_new,
                              .at = *stack};
  if (kind == guard_foreign_free && freed_find(block, &event.freed, &event.size)) {
    event.kind = guard_double_free;
    event.sized = true;
  }
  events_add(&event);
}

static void lose_to_libc(void *block, enum allocation_family family) {
  if (!ledger_is_whole()) {
    __libc_free(block);
    return;
  }
  struct guard_stack stack = {.depth = 0};
  enum allocation_family given = family;
  bool known = ledger_remove(block, &given);
  bool right = known && given == family;
  if (!is_watched() || (right && !spend(&room.frees))) {
    __libc_free(block);
    return;
  }
  take_stack(&stack);
  if (known && given != family)
    tell_of_libc(guard_mismatched_free, block, given, family, &stack);
  if (!known)
    return tell_of_libc(guard_foreign_free, block, family, family, &stack);
  __libc_free(freed_keep(block, libc_usable(block), &stack));
}

/* What the entry points hand on. */

void *allocation_gain(const struct allocation_request *request) {
  bool own = is_own(request->caller);
  if (refusal_counts() && !inside && refusal_due(is_asked_by_artifact(request->caller))) {
    errno = ENOMEM;
    return NULL;
  }
  if (!is_watched())
    return gain_from_libc(request);
  void *block = spend(own ? &room.own : &room.runtime) ? slots_gain(request, own) : NULL;
  add(&own_blocks, own);
  add(block ? &guarded : &unguarded, 1);
  if (!block)
    return gain_from_libc(request);
  take_stack(slots_stack(block));
  return block;
}

static void lose_slot(void *block, enum allocation_family family) {
  struct guard_stack stack;
  struct guard_event event;
  take_stack(&stack);
  if (!slots_lose(block, family, &stack, &event))
    events_add(&event);
}

void allocation_lose(void *block, enum allocation_family family, const void *caller) {
  (void)caller;
  int error = errno;
  if (slots_hold(block))
    lose_slot(block, family);
  else
    lose_to_libc(block, family);
  errno = error;
}

size_t allocation_usable(const void *block) { return slots_hold(block) ? slots_size(block) : libc_usable(block); }

static void *resize_in_libc(void *block, size_t size) {
  enum allocation_family family = allocation_malloc;
  bool known = ledger_remove(block, &family);
  void *moved = __libc_realloc(block, size);
  if (!moved && size > 0 && known)
    ledger_add(block, family);
  if (moved)
    ledger_add(moved, allocation_malloc);
  return moved;
}

static bool is_libcs(const void *block) { return !ledger_is_whole() || ledger_holds(block); }

/* Of what is no live block there is nothing to copy: giving it back tells. */
static size_t known_bytes(const void *block) {
  if (slots_hold(block))
    return slots_size(block);
  return is_libcs(block) ? libc_usable(block) : 0;
}

static bool has_room(const void *caller) {
  return atomic_load_explicit(is_own(caller) ? &room.own : &room.runtime, memory_order_relaxed) > 0;
}

/* While there is room every block moves, so that who kept the old address is found. */
void *allocation_resize(void *block, size_t size, const void *caller) {
  bool stays = !slots_hold(block) && is_libcs(block);
  if (stays && !(is_watched() && has_room(caller)))
    return resize_in_libc(block, size);
  if (size == 0) {
    allocation_lose(block, allocation_malloc, caller);
    return NULL;
  }
  struct allocation_request request = {size, 0, false, allocation_malloc, caller};
  void *moved = allocation_gain(&request);
  if (!moved)
    return NULL;
  size_t bytes = known_bytes(block);
  memcpy(moved, block, bytes < size ? bytes : size);
  allocation_lose(block, allocation_malloc, caller);
  return moved;
}

void allocation_mapped(void *start, int64_t bytes, const void *caller) {
  (void)start;
  if (bytes > 0 && is_own(caller))
    add(&own_mapped, bytes);
}

void allocation_failed(void) { refusal_again(); }

/* What the host asks. */

/* The locks' holders are not in the child. */
static void forked(void) {
  slots_forked();
  ledger_forked();
  freed_forked();
  events_forked();
}

static const char *const *artifact_prefixes;
static const char *runtime_library;

static bool is_of_artifact(const char *path) {
  for (const char *const *prefix = artifact_prefixes; *prefix; prefix++)
    if (strncmp(path, *prefix, strlen(*prefix)) == 0)
      return true;
  return false;
}

static bool is_lender(const char *path) {
  return strstr(path, "/libstdc++.so") || (runtime_library && strcmp(path, runtime_library) == 0);
}

void harness_guard_own(const char *const *prefixes) {
  artifact_prefixes = prefixes;
  struct code_ranges *next = atomic_load(&artifact) == &artifact_code[0] ? &artifact_code[1] : &artifact_code[0];
  code_ranges_read(next, is_of_artifact);
  atomic_store(&artifact, next);
  code_ranges_read(&lenders, is_lender);
}

void harness_guard_lend(const char *library, uintptr_t low, uintptr_t high) {
  runtime_library = library;
  interpreter = (struct code_range){low, high};
}

void harness_guard_step(void) {
  atomic_store(&room.runtime, guard_step_blocks);
  atomic_store(&room.own, guard_step_blocks);
  atomic_store(&room.frees, guard_step_blocks);
}

bool harness_guard_begin(void) {
  if (!slots_reserve())
    return false;
  pthread_atfork(NULL, NULL, forked);
  harness_guard_step();
  atomic_store(&open, true);
  return true;
}

void harness_guard_count(struct guard_counts *counts) {
  counts->guarded = atomic_load(&guarded);
  counts->unguarded = atomic_load(&unguarded);
  counts->own = atomic_load(&own_blocks);
  counts->own_mapped = atomic_load(&own_mapped);
}

bool harness_guard_explain(uintptr_t address, struct guard_event *event) { return slots_explain(address, event); }
