#define _GNU_SOURCE
#include "ledger.h"

#include "../Allocation/spin_lock.h"
#include "../Allocation/spread.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
  ledger_slots = 1 << 22,
  ledger_most = ledger_slots / 4 * 3, /* live at a time */
  ledger_entries = 4000000,           /* in all: a call that asks for more is let run at libc's own speed */
};

/* A block's address and, in its low bit, the family. 32 MiB of addresses, touched as it fills. */
static uintptr_t *entries;
static size_t count, added;
static atomic_bool whole = true;
static spin_lock busy = ATOMIC_FLAG_INIT;

static uintptr_t address_of(uintptr_t entry) { return entry & ~(uintptr_t)1; }
static size_t home(uintptr_t address) { return spread(address) % ledger_slots; }
static size_t after(size_t slot) { return (slot + 1) % ledger_slots; }

/* Where the address is, or the free slot where it would go. */
static size_t place(uintptr_t address) {
  size_t slot = home(address);
  while (entries[slot] && address_of(entries[slot]) != address)
    slot = after(slot);
  return slot;
}

bool ledger_reserve(void) {
  void *mapped = (void *)syscall(SYS_mmap, NULL, ledger_slots * sizeof *entries, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped != MAP_FAILED)
    entries = mapped;
  return mapped != MAP_FAILED;
}

void ledger_forked(void) { spin_lock_drop(&busy); }
bool ledger_is_whole(void) { return atomic_load_explicit(&whole, memory_order_relaxed); }

void ledger_add(const void *block, enum allocation_family family) {
  if (!ledger_is_whole())
    return;
  spin_lock_take(&busy);
  if ((!entries && !ledger_reserve()) || count == ledger_most || added++ == ledger_entries) {
    atomic_store(&whole, false);
  } else {
    size_t slot = place((uintptr_t)block);
    count += entries[slot] == 0;
    entries[slot] = (uintptr_t)block | (family == allocation_new);
  }
  spin_lock_drop(&busy);
}

/* What was pushed on by the entry that goes away moves back (Knuth 6.4, algorithm R). */
static void close_gap(size_t gap) {
  for (size_t slot = after(gap); entries[slot]; slot = after(slot)) {
    size_t wanted = home(address_of(entries[slot]));
    bool may_move = gap <= slot ? wanted <= gap || wanted > slot : wanted <= gap && wanted > slot;
    if (!may_move)
      continue;
    entries[gap] = entries[slot];
    gap = slot;
  }
  entries[gap] = 0;
}

bool ledger_remove(const void *block, enum allocation_family *family) {
  spin_lock_take(&busy);
  size_t slot = entries ? place((uintptr_t)block) : 0;
  bool known = entries && entries[slot];
  if (known) {
    *family = entries[slot] & 1 ? allocation_new : allocation_malloc;
    close_gap(slot);
    count--;
  }
  spin_lock_drop(&busy);
  return known;
}

bool ledger_holds(const void *block) {
  spin_lock_take(&busy);
  bool known = entries && entries[place((uintptr_t)block)];
  spin_lock_drop(&busy);
  return known;
}
