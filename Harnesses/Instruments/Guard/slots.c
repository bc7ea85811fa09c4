#define _GNU_SOURCE
#include "slots.h"

#include "../Allocation/spin_lock.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Pages are of 4 KiB or, on some ARM machines, more; a slot counts in pages whatever they are. */
static size_t page_bytes;

enum state { slot_free, slot_live, slot_freed };

struct slot {
  char *block;
  size_t size;
  enum state state;
  enum allocation_family family;
  bool own;
  struct guard_stack allocated, freed;
};

/* Slots of one length. Each live block makes two mappings, of which the system allows a process 65,530. */
struct pool {
  size_t pages;
  uint32_t count;
  char *start;
  struct slot *slots;
  uint32_t *order;     /* free slots, the one that was freed longest ago first: the quarantine */
  uint32_t head, free; /* where it starts in `order`, and how many */
  uint32_t runtime_live;
};

/* 277 MiB of addresses with 4 KiB pages. */
static struct pool pools[] = {
    {.pages = 1, .count = 16384}, {.pages = 2, .count = 2048},  {.pages = 4, .count = 1024},
    {.pages = 8, .count = 512},   {.pages = 16, .count = 256},  {.pages = 64, .count = 128},
    {.pages = 256, .count = 32},  {.pages = 1024, .count = 16},
};
enum { pool_count = sizeof pools / sizeof *pools };

static spin_lock busy = ATOMIC_FLAG_INIT;
static char *start, *end;

/* What bytes hold that no page protects, and how many of them before a block. */
enum { canary = 0xc9, canary_bytes = 64 };

static void *map(void *address, size_t bytes, int protection, int flags) {
  return (void *)syscall(SYS_mmap, address, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1,
                         0);
}

static size_t stride(const struct pool *pool) { return (pool->pages + 1) * page_bytes; }

static bool reserve_tables(struct pool *pool) {
  pool->slots = map(NULL, pool->count * sizeof *pool->slots, PROT_READ | PROT_WRITE, 0);
  pool->order = map(NULL, pool->count * sizeof *pool->order, PROT_READ | PROT_WRITE, 0);
  if (pool->slots == MAP_FAILED || pool->order == MAP_FAILED)
    return false;
  for (uint32_t i = 0; i < pool->count; i++)
    pool->order[i] = i;
  pool->free = pool->count;
  return true;
}

bool slots_reserve(void) {
  page_bytes = (size_t)sysconf(_SC_PAGESIZE);
  size_t bytes = page_bytes;
  for (size_t i = 0; i < pool_count; i++)
    bytes += pools[i].count * stride(&pools[i]);
  char *reserved = map(NULL, bytes, PROT_NONE, 0);
  if (reserved == MAP_FAILED)
    return false;
  /* The first page guards the first block's front. */
  char *at = reserved + page_bytes;
  for (size_t i = 0; i < pool_count; i++) {
    if (!reserve_tables(&pools[i]))
      return false;
    pools[i].start = at;
    at += pools[i].count * stride(&pools[i]);
  }
  end = at;
  start = reserved;
  return true;
}

void slots_forked(void) { spin_lock_drop(&busy); }

/* Finding. */

struct place {
  struct pool *pool;
  struct slot *slot;
  char *data; /* the slot's first page */
};

static bool find(uintptr_t address, struct place *place) {
  for (size_t i = 0; start && i < pool_count; i++) {
    struct pool *pool = &pools[i];
    uintptr_t low = (uintptr_t)pool->start;
    if (address < low || address >= low + pool->count * stride(pool))
      continue;
    size_t index = (address - low) / stride(pool);
    *place = (struct place){pool, &pool->slots[index], pool->start + index * stride(pool)};
    return true;
  }
  return false;
}

bool slots_hold(const void *block) { return start && (char *)block >= start && (char *)block < end; }

size_t slots_size(const void *block) {
  struct place place;
  bool live = find((uintptr_t)block, &place) && place.slot->state == slot_live && place.slot->block == block;
  return live ? place.slot->size : 0;
}

struct guard_stack *slots_stack(const void *block) {
  struct place place;
  return find((uintptr_t)block, &place) ? &place.slot->allocated : NULL;
}

/* Taking. */

/* The last eighth of the free slots stays in quarantine; of the live ones the runtime may have three quarters. */
static bool has_room(const struct pool *pool, bool own) {
  return pool->free > pool->count / 8 && (own || pool->runtime_live < pool->count / 4 * 3);
}

static struct pool *pool_for(size_t bytes) {
  for (size_t i = 0; i < pool_count; i++)
    if (bytes <= pools[i].pages * page_bytes)
      return &pools[i];
  return NULL;
}

static bool take(struct pool *pool, bool own, uint32_t *index) {
  spin_lock_take(&busy);
  bool room = has_room(pool, own);
  if (room) {
    *index = pool->order[pool->head];
    pool->head = (pool->head + 1) % pool->count;
    pool->free--;
    pool->runtime_live += !own;
  }
  spin_lock_drop(&busy);
  return room;
}

static void put_back(struct pool *pool, uint32_t index, bool own) {
  spin_lock_take(&busy);
  pool->order[(pool->head + pool->free) % pool->count] = index;
  pool->free++;
  pool->runtime_live -= !own;
  spin_lock_drop(&busy);
}

static size_t front(const struct place *place) {
  size_t bytes = (size_t)(place->slot->block - place->data);
  return bytes < canary_bytes ? bytes : canary_bytes;
}

static char *data_end(const struct place *place) { return place->data + place->pool->pages * page_bytes; }

static void set_canaries(const struct place *place) {
  const struct slot *slot = place->slot;
  memset(slot->block - front(place), canary, front(place));
  memset(slot->block + slot->size, canary, (size_t)(data_end(place) - (slot->block + slot->size)));
}

void *slots_gain(const struct allocation_request *request, bool own) {
  /* malloc's own alignment. */
  size_t alignment = request->alignment > 16 ? request->alignment : 16;
  size_t bytes = request->size ? request->size : 1;
  struct pool *pool = alignment <= page_bytes ? pool_for(bytes) : NULL;
  uint32_t index;
  if (!pool || !take(pool, own, &index))
    return NULL;
  struct place place = {pool, &pool->slots[index], pool->start + index * stride(pool)};
  if (mprotect(place.data, pool->pages * page_bytes, PROT_READ | PROT_WRITE) != 0) {
    put_back(pool, index, own);
    return NULL;
  }
  struct slot *slot = place.slot;
  slot->block = (char *)((uintptr_t)(data_end(&place) - bytes) / alignment * alignment);
  slot->size = request->size;
  slot->family = request->family;
  slot->own = own;
  slot->allocated.depth = 0;
  set_canaries(&place);
  slot->state = slot_live;
  return slot->block;
}

/* Giving back. */

static void describe(const struct slot *slot, struct guard_event *event) {
  event->sized = true;
  event->size = slot->size;
  event->allocated_by_new = slot->family == allocation_new;
  event->allocated = slot->allocated;
  if (slot->state == slot_freed)
    event->freed = slot->freed;
}

/* The damaged byte nearest to the block, counted from its start; false where there is none. */
static bool is_damaged(const struct place *place, ptrdiff_t *offset) {
  const struct slot *slot = place->slot;
  for (const char *at = slot->block + slot->size; at < data_end(place); at++)
    if ((unsigned char)*at != canary)
      return *offset = at - slot->block, true;
  for (const char *at = slot->block - 1; at >= slot->block - front(place); at--)
    if ((unsigned char)*at != canary)
      return *offset = at - slot->block, true;
  return false;
}

/* Takes the pages away, and what they held with them. */
static void withdraw(const struct place *place) {
  map(place->data, place->pool->pages * page_bytes, PROT_NONE, MAP_FIXED);
}

static bool claim(struct slot *slot, const void *block) {
  spin_lock_take(&busy);
  bool right = slot->state == slot_live && slot->block == block;
  if (right)
    slot->state = slot_freed;
  spin_lock_drop(&busy);
  return right;
}

static void tell_wrong_pointer(const struct slot *slot, const void *block, struct guard_event *event) {
  event->kind = slot->state == slot_freed && slot->block == block ? guard_double_free : guard_foreign_free;
  if (slot->state == slot_free)
    return;
  describe(slot, event);
  event->offset = (const char *)block - slot->block;
}

/* Whether something is to be told of a block that is given back as it should. */
static bool tell_state(const struct place *place, enum allocation_family family, struct guard_event *event) {
  if (is_damaged(place, &event->offset)) {
    event->kind = event->offset < 0 ? guard_underrun : guard_overrun;
    event->access = guard_write;
    event->between = true;
  } else if (family != place->slot->family) {
    event->kind = guard_mismatched_free;
  } else {
    return false;
  }
  describe(place->slot, event);
  return true;
}

bool slots_lose(void *block, enum allocation_family family, const struct guard_stack *stack,
                struct guard_event *event) {
  struct place place;
  *event = (struct guard_event){.released_by_delete = family == allocation_new, .at = *stack};
  if (!find((uintptr_t)block, &place))
    return event->kind = guard_foreign_free, false;
  if (!claim(place.slot, block))
    return tell_wrong_pointer(place.slot, block, event), false;
  bool told = tell_state(&place, family, event);
  event->freed.depth = 0;
  place.slot->freed = *stack;
  withdraw(&place);
  put_back(place.pool, (uint32_t)(place.slot - place.pool->slots), place.slot->own);
  return !told;
}

/* Explaining a fault. */

/* The page between two slots guards the end of one and the front of the next: who was there is told by who lives. */
static void move_to_next(uintptr_t address, struct place *place) {
  bool between = address >= (uintptr_t)data_end(place) && place->slot->state != slot_live;
  bool last = place->slot == &place->pool->slots[place->pool->count - 1];
  if (!between || last || place->slot[1].state != slot_live)
    return;
  place->slot++;
  place->data += stride(place->pool);
}

bool slots_explain(uintptr_t address, struct guard_event *event) {
  struct place place;
  *event = (struct guard_event){.kind = guard_use_after_free};
  if (!find(address, &place))
    return false;
  move_to_next(address, &place);
  if (place.slot->state == slot_free)
    return false;
  describe(place.slot, event);
  event->offset = (ptrdiff_t)(address - (uintptr_t)place.slot->block);
  if (place.slot->state == slot_live)
    event->kind = event->offset < 0 ? guard_underrun : guard_overrun;
  return true;
}
