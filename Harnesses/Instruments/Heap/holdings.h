/* Holdings: what a process has few of, mappings, descriptors and threads, by the stacks that took them, while a
   recording goes on. See heap.h for how a host finds this. */
#pragma once

#include "heap.h"

#include <stddef.h>
#include <stdint.h>

enum holding {
  holding_mapping,
  holding_descriptor,
  holding_thread,   /* started and not joined: it runs, or is detached */
  holding_unjoined, /* neither joined nor detached */
  holding_kinds,
};

void harness_holdings_start(void);
void harness_holdings_stop(void);
/* Those that are held now, of all kinds. */
size_t harness_holdings_count(void);
/* The groups of one kind, most first, in `blocks` and `bytes`; how many were written. */
size_t harness_holdings_survivors(enum holding kind, struct heap_survivors *groups, size_t capacity);

/* Hooks. `key` is unlike any other of its kind that is held: an address, a descriptor. */
void holdings_gained(enum holding kind, uintptr_t key, size_t bytes);
void holdings_lost(enum holding kind, uintptr_t key);
