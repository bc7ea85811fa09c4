#define _GNU_SOURCE
#include "holdings.h"

#include "../Allocation/backtrace.h"
#include "../Allocation/spin_lock.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { most_held = 1 << 12 };

struct held {
  enum holding kind;
  bool taken;
  uintptr_t key;
  size_t bytes, depth;
  void *frames[heap_stack_depth];
};

static struct held *table;
static atomic_bool on;
static atomic_size_t count_held;
/* As recording.c: a mutex may allocate, and so may the unwinder. */
static spin_lock busy = ATOMIC_FLAG_INIT;
static __thread int inside __attribute__((tls_model("initial-exec")));

static void lock(void) { spin_lock_take(&busy); }
static void unlock(void) { spin_lock_drop(&busy); }

static struct held *place_of(enum holding kind, uintptr_t key) {
  for (size_t i = 0; i < most_held; i++)
    if (table[i].taken && table[i].kind == kind && table[i].key == key)
      return &table[i];
  return NULL;
}

static struct held *free_place(void) {
  for (size_t i = 0; i < most_held; i++)
    if (!table[i].taken)
      return &table[i];
  return NULL;
}

/* A descriptor that was closed has its number given away again: the later one is who holds it. */
void holdings_gained(enum holding kind, uintptr_t key, size_t bytes) {
  if (!atomic_load_explicit(&on, memory_order_relaxed) || inside)
    return;
  inside = 1;
  struct held held = {.kind = kind, .taken = true, .key = key, .bytes = bytes};
  held.depth = backtrace_take(held.frames, heap_stack_depth, 0);
  lock();
  struct held *known = place_of(kind, key), *place = known ? known : free_place();
  if (place)
    *place = held;
  if (place && !known)
    atomic_fetch_add(&count_held, 1);
  unlock();
  inside = 0;
}

void holdings_lost(enum holding kind, uintptr_t key) {
  if (!table)
    return;
  lock();
  struct held *place = place_of(kind, key);
  if (place) {
    place->taken = false;
    atomic_fetch_sub(&count_held, 1);
  }
  unlock();
}

/* Nobody says when a descriptor is closed: close(2) has many callers inside of libc. */
static bool is_held(const struct held *held) {
  return held->taken && (held->kind != holding_descriptor || fcntl((int)held->key, F_GETFD) >= 0);
}

void harness_holdings_start(void) {
  if (!table) {
    void *mapped = (void *)syscall(SYS_mmap, NULL, most_held * sizeof *table, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    table = mapped == MAP_FAILED ? NULL : mapped;
  }
  atomic_store(&on, table != NULL);
}

void harness_holdings_stop(void) { atomic_store(&on, false); }

size_t harness_holdings_count(void) { return atomic_load(&count_held); }

static struct heap_survivors *group_of(const struct held *held, struct heap_survivors *groups, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (groups[i].depth == held->depth &&
        memcmp(groups[i].frames, held->frames, held->depth * sizeof *held->frames) == 0)
      return &groups[i];
  return NULL;
}

/* Towards the front, past those with fewer. */
static void move_up(struct heap_survivors *groups, size_t at) {
  for (; at > 0 && groups[at - 1].blocks < groups[at].blocks; at--) {
    struct heap_survivors other = groups[at - 1];
    groups[at - 1] = groups[at];
    groups[at] = other;
  }
}

size_t harness_holdings_survivors(enum holding kind, struct heap_survivors *groups, size_t capacity) {
  size_t count = 0;
  for (size_t i = 0; table && i < most_held; i++) {
    const struct held *held = &table[i];
    if (held->kind != kind || !is_held(held))
      continue;
    struct heap_survivors *group = group_of(held, groups, count);
    if (!group && count == capacity)
      continue;
    if (!group) {
      group = &groups[count++];
      *group = (struct heap_survivors){.depth = held->depth};
      memcpy(group->frames, held->frames, held->depth * sizeof *held->frames);
    }
    group->blocks++;
    group->bytes += held->bytes;
    move_up(groups, (size_t)(group - groups));
  }
  return count;
}
