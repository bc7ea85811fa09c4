#define _GNU_SOURCE
#include "refusal.h"

#include "../Allocation/backtrace.h"

/* Of the calling thread: which block another one asks for next is nobody's to say. Initial-exec, since a lazy TLS block
   would be allocated in here. */
#define OF_THREAD __thread __attribute__((tls_model("initial-exec")))
static OF_THREAD bool counting, again, taking;
static OF_THREAD int64_t asked, refused;
static struct guard_stack stack;

bool refusal_counts(void) { return counting; }

bool refusal_due(bool own) {
  if (again)
    return again = false, true;
  if (!own || taking)
    return false;
  if (++asked != refused)
    return false;
  taking = true;
  stack.depth = backtrace_take(stack.frames, guard_stack_depth, 1);
  taking = false;
  return true;
}

void refusal_again(void) { again = counting && asked == refused; }

void harness_guard_refuse(int64_t nth) {
  refused = nth;
  asked = 0;
  again = false;
  stack.depth = 0;
  counting = nth != 0;
}

int64_t harness_guard_asked(void) { return asked; }
void harness_guard_refused(struct guard_stack *found) { *found = stack; }
