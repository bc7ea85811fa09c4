/* The guard instrument: an allocator put in front of libc's by LD_PRELOAD that catches what is done to a block after
   its life and beyond its ends.

   From harness_guard_begin on a block lies against the end of pages of its own, before a page that nobody may touch;
   once it is freed its pages are taken away, and stay so until thousands of later blocks have been freed. What overruns
   or comes late faults at that instruction. A few bytes that no page protects (alignment, the start of the page) hold a
   pattern that is looked at when the block is freed. Blocks beyond the room that there is, and those from before the
   window, are libc's own: each is known while it lives, so that what is freed twice, by another allocator, or without
   ever having been allocated is caught of them, too; nothing else is.

   A host finds these functions with dlsym(RTLD_DEFAULT, …), as those of the heap instrument. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  guard_stack_depth = 24,
  guard_step_blocks = 20000, /* of the runtime, and of the artifact's code, that a step has room for */
  guard_event_limit = 16,    /* what is kept; more of the same tells nothing new */
};

enum guard_kind {
  guard_double_free,
  guard_use_after_free,
  guard_overrun,
  guard_underrun,
  guard_foreign_free,   /* of a pointer that no allocator gave */
  guard_mismatched_free /* by another family of functions than gave it */
};

enum guard_access { guard_no_access, guard_read, guard_write };

struct guard_stack {
  size_t depth; /* 0 where it is not known */
  void *frames[guard_stack_depth];
};

struct guard_event {
  enum guard_kind kind;
  enum guard_access access;
  bool sized; /* whether `size` and `offset` are known */
  size_t size;
  ptrdiff_t offset;        /* of the touched byte from the block's start */
  bool allocated_by_new;   /* operator new; else the malloc family */
  bool released_by_delete; /* operator delete; else free or realloc */
  bool between;            /* found when the block was freed: somewhere between `allocated` and `at` */
  struct guard_stack at;   /* where it was found; empty for a fault, whose stack is the handler's to take */
  struct guard_stack allocated;
  struct guard_stack freed; /* the first time */
};

struct guard_counts {
  int64_t guarded;    /* blocks given pages of their own */
  int64_t unguarded;  /* of the window, for which there was no room */
  int64_t own;        /* of the window, asked for by the artifact's code */
  int64_t own_mapped; /* bytes that the artifact's code has mapped for itself since the process started */
};

/* The artifact's code: what is loaded from a file whose path starts with one of these. Asked again after each step,
   since libraries are loaded as it goes. The list ends with NULL and has to stay. */
void harness_guard_own(const char *const *prefixes);
/* What this library allocates for the artifact's code that called it is the artifact's, too, but not what it allocates
   beyond the function from `low` to `high`, in which it runs other code. Before harness_guard_own. */
void harness_guard_lend(const char *library, uintptr_t low, uintptr_t high);
/* Opens the window. False where there is no address space for it. */
bool harness_guard_begin(void);
/* Another step begins, with room of its own for blocks. */
void harness_guard_step(void);
void harness_guard_count(struct guard_counts *counts);
/* What was found so far and not yet asked for; false at the end. */
bool harness_guard_next(struct guard_event *event);
/* What touching this address means; false where it is in no page of the guard's. Safe in a signal handler. */
bool harness_guard_explain(uintptr_t address, struct guard_event *event);

/* Refuses the nth block from now that the artifact's code asks for on this thread, once; 0 stops it, -1 only counts. */
void harness_guard_refuse(int64_t nth);
/* How many it has asked for on this thread since. */
int64_t harness_guard_asked(void);
/* The stack of the one that was refused; depth 0 where none was. */
void harness_guard_refused(struct guard_stack *stack);
