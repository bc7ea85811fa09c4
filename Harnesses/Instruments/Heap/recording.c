/* Stacks of the blocks that are live, in two open-addressed tables mapped once: no allocation in a hook. */
#define _GNU_SOURCE
#include "recording.h"

#include "../Allocation/backtrace.h"
#include "../Allocation/spin_lock.h"
#include "../Allocation/spread.h"
#include "heap.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
  block_slots = 1 << 18, /* live recorded blocks; at 24 bytes a slot, 6 MiB */
  stack_slots = 1 << 13, /* different stacks; at 400 bytes, 3 MiB */
};

struct block {
  void *address; /* NULL free, tombstone given back */
  size_t bytes;
  uint32_t stack;
};

struct stack {
  uint64_t hash; /* 0 free */
  size_t depth;
  void *frames[heap_stack_depth];
};

struct tables {
  struct block blocks[block_slots];
  struct stack stacks[stack_slots];
};

static struct tables *tables;
static atomic_bool on;
static atomic_uint_fast64_t missed, live;
static spin_lock busy = ATOMIC_FLAG_INIT;
/* Unwinding may allocate; what it allocates is not recorded. Initial-exec, since a lazy TLS block would allocate too.
 */
static __thread int inside __attribute__((tls_model("initial-exec")));
static char tombstone_mark;
#define tombstone ((void *)&tombstone_mark)

static void lock(void) { spin_lock_take(&busy); }
static void unlock(void) { spin_lock_drop(&busy); }

/* Slot of this stack, made if it is new; stack_slots where the table is full. */
static uint32_t stack_slot(const struct stack *stack) {
  for (uint32_t probe = 0; probe < stack_slots; probe++) {
    uint32_t slot = (uint32_t)(stack->hash + probe) % stack_slots;
    struct stack *known = &tables->stacks[slot];
    if (known->hash == stack->hash)
      return slot;
    if (known->hash == 0) {
      *known = *stack;
      return slot;
    }
  }
  return stack_slots;
}

static void store(void *address, size_t bytes, const struct stack *stack) {
  uint32_t slot = stack_slot(stack);
  uint64_t home = spread((uint64_t)(uintptr_t)address);
  for (uint32_t probe = 0; slot < stack_slots && probe < 64; probe++) {
    struct block *block = &tables->blocks[(home + probe) % block_slots];
    if (block->address && block->address != tombstone)
      continue;
    *block = (struct block){address, bytes, slot};
    atomic_fetch_add(&live, 1);
    return;
  }
  atomic_fetch_add(&missed, 1);
}

void recording_gained(void *address, size_t bytes) {
  if (!atomic_load_explicit(&on, memory_order_relaxed) || inside)
    return;
  inside = 1;
  /* Two frames are ours: this function and the allocation function's shared tail. */
  struct stack stack = {.hash = 1};
  stack.depth = backtrace_take(stack.frames, heap_stack_depth, 2);
  for (size_t i = 0; i < stack.depth; i++)
    stack.hash = spread(stack.hash ^ (uint64_t)(uintptr_t)stack.frames[i]);
  lock();
  store(address, bytes, &stack);
  unlock();
  inside = 0;
}

void recording_lost(void *address) {
  if (!tables || inside)
    return;
  uint64_t home = spread((uint64_t)(uintptr_t)address);
  lock();
  for (uint32_t probe = 0; probe < 64; probe++) {
    struct block *block = &tables->blocks[(home + probe) % block_slots];
    if (!block->address)
      break;
    if (block->address == address) {
      block->address = tombstone;
      atomic_fetch_sub(&live, 1);
      break;
    }
  }
  unlock();
}

/* The thread that held the lock is not in the child, and what the child allocates is nobody's question. A table left
   half written is still safe to search. */
static void forked(void) {
  atomic_store(&on, false);
  unlock();
}

bool harness_heap_record_start(void) {
  if (!tables) {
    void *mapped = (void *)syscall(SYS_mmap, NULL, sizeof(struct tables), PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED)
      return false;
    tables = mapped;
    pthread_atfork(NULL, NULL, forked);
  }
  atomic_store(&on, true);
  return true;
}

void harness_heap_record_stop(void) { atomic_store(&on, false); }
size_t harness_heap_record_live(void) { return atomic_load(&live); }
uint64_t harness_heap_record_missed(void) { return atomic_load(&missed); }

static void insert_group(struct heap_survivors *groups, size_t *count, size_t capacity, uint64_t blocks, uint64_t bytes,
                         const struct stack *stack) {
  size_t at = *count;
  while (at > 0 && groups[at - 1].blocks < blocks)
    at--;
  if (at == capacity)
    return;
  if (*count < capacity)
    ++*count;
  memmove(&groups[at + 1], &groups[at], (*count - at - 1) * sizeof *groups);
  groups[at] = (struct heap_survivors){.blocks = blocks, .bytes = bytes, .depth = stack->depth};
  memcpy(groups[at].frames, stack->frames, stack->depth * sizeof(void *));
}

size_t harness_heap_record_survivors(struct heap_survivors *groups, size_t capacity) {
  static uint64_t blocks[stack_slots], bytes[stack_slots];
  size_t count = 0;
  memset(blocks, 0, sizeof blocks);
  memset(bytes, 0, sizeof bytes);
  for (uint32_t i = 0; i < block_slots; i++) {
    const struct block *block = &tables->blocks[i];
    if (!block->address || block->address == tombstone)
      continue;
    blocks[block->stack]++;
    bytes[block->stack] += block->bytes;
  }
  for (uint32_t i = 0; i < stack_slots; i++)
    if (blocks[i])
      insert_group(groups, &count, capacity, blocks[i], bytes[i], &tables->stacks[i]);
  return count;
}
