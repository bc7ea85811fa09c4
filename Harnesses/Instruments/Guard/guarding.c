#define _GNU_SOURCE
#include "guarding.h"

#include "../../Hosts/Wire/frames.h"
#include "../../Hosts/Wire/modules.h"
#include "../../Hosts/Wire/stacks.h"
#include "../../Hosts/Wire/wire.h"
#include "own_allocators.h"

#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

static struct {
  void (*own)(const char *const *prefixes);
  void (*lend)(const char *library, uintptr_t low, uintptr_t high);
  bool (*begin)(void);
  void (*step)(void);
  void (*count)(struct guard_counts *counts);
  bool (*next)(struct guard_event *event);
  bool (*explain)(uintptr_t address, struct guard_event *event);
  void (*refuse)(int64_t nth);
  int64_t (*asked)(void);
  void (*refused)(struct guard_stack *stack);
  const char *const *prefixes;
} guard;

static bool find_instrument(void) {
  *(void **)&guard.own = dlsym(RTLD_DEFAULT, "harness_guard_own");
  *(void **)&guard.lend = dlsym(RTLD_DEFAULT, "harness_guard_lend");
  *(void **)&guard.begin = dlsym(RTLD_DEFAULT, "harness_guard_begin");
  *(void **)&guard.step = dlsym(RTLD_DEFAULT, "harness_guard_step");
  *(void **)&guard.count = dlsym(RTLD_DEFAULT, "harness_guard_count");
  *(void **)&guard.next = dlsym(RTLD_DEFAULT, "harness_guard_next");
  *(void **)&guard.explain = dlsym(RTLD_DEFAULT, "harness_guard_explain");
  *(void **)&guard.refuse = dlsym(RTLD_DEFAULT, "harness_guard_refuse");
  *(void **)&guard.asked = dlsym(RTLD_DEFAULT, "harness_guard_asked");
  *(void **)&guard.refused = dlsym(RTLD_DEFAULT, "harness_guard_refused");
  return guard.own && guard.lend && guard.begin && guard.step && guard.count && guard.next && guard.explain &&
         guard.refuse && guard.asked && guard.refused;
}

/* Events. */

static const char *word(enum guard_kind kind) {
  static const char *const words[] = {
      [guard_double_free] = "double-free",   [guard_use_after_free] = "use-after-free",
      [guard_overrun] = "overrun",           [guard_underrun] = "underrun",
      [guard_foreign_free] = "foreign-free", [guard_mismatched_free] = "mismatched-free",
  };
  return words[kind];
}

/* The innermost frames are the instrument's own: the entry point, and what it hands on to. */
static void write_stack(const char *key, const struct guard_stack *stack) {
  const struct module *instrument = modules_find((uintptr_t)guard.begin);
  size_t own = 0;
  while (instrument && own < stack->depth && modules_find((uintptr_t)stack->frames[own]) == instrument)
    own++;
  frames_write(key, stack->frames + own, stack->depth - own);
}

static void write_event(const struct guard_event *event) {
  wire_begin();
  wire_key("misuse");
  wire_open_object();
  wire_key("kind");
  wire_string(word(event->kind));
  if (event->sized) {
    wire_key("size");
    wire_number((double)event->size);
    wire_key("offset");
    wire_number((double)event->offset);
  }
  if (event->access != guard_no_access) {
    wire_key("access");
    wire_string(event->access == guard_write ? "write" : "read");
  }
  wire_key("from-new");
  wire_bool(event->allocated_by_new);
  wire_key("to-delete");
  wire_bool(event->released_by_delete);
  wire_key("afterwards");
  wire_bool(event->between);
  write_stack("at", &event->at);
  write_stack("allocated", &event->allocated);
  write_stack("freed", &event->freed);
  wire_close_object();
  wire_end();
}

static void tell_events(void) {
  struct guard_event event;
  while (guard.next(&event))
    write_event(&event);
}

/* Faults. */

static const int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};
enum { fatal_count = sizeof fatal / sizeof *fatal };
static struct sigaction previous[fatal_count];

static enum guard_access access_of(const ucontext_t *context) {
#if defined(__x86_64__)
  /* The second bit of the page fault's error code (Intel SDM, volume 3, 4.7). */
  return context->uc_mcontext.gregs[REG_ERR] & 2 ? guard_write : guard_read;
#else
  (void)context;
  return guard_no_access;
#endif
}

static void tell_fault(const siginfo_t *info, void *context) {
  static struct guard_event event;
  if (!guard.explain((uintptr_t)info->si_addr, &event))
    return;
  event.access = access_of(context);
  event.at.depth = stacks_interrupted(context, event.at.frames, guard_stack_depth);
  write_event(&event);
}

/* The block that was refused before: what the process dies of may be that. */
static void tell_refused(void) {
  static struct guard_stack stack;
  guard.refused(&stack);
  if (stack.depth == 0)
    return;
  wire_begin();
  wire_key("refused");
  wire_open_object();
  write_stack("at", &stack);
  wire_close_object();
  wire_end();
}

static void restore(int signal_number) {
  for (size_t i = 0; i < fatal_count; i++)
    if (fatal[i] == signal_number)
      sigaction(signal_number, &previous[i], NULL);
}

/* Whoever handled it until now gets it again: the instruction faults once more, and what somebody sent is sent again.
   The wire's buffer may be the main thread's at this moment; then a record is lost, and the death is still told. */
static void on_fatal(int signal_number, siginfo_t *info, void *context) {
  bool faulted = info->si_code > 0 && (signal_number == SIGSEGV || signal_number == SIGBUS);
  tell_events();
  if (faulted)
    tell_fault(info, context);
  tell_refused();
  restore(signal_number);
  if (info->si_code <= 0)
    syscall(SYS_tgkill, getpid(), gettid(), signal_number);
}

static void handle_faults(void) {
  struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < fatal_count; i++)
    sigaction(fatal[i], &action, &previous[i]);
}

/* The window. */

static void lend(const char *library, void *loop) {
  Dl_info info;
  const ElfW(Sym) *symbol = NULL;
  uintptr_t low = (uintptr_t)loop;
  bool found = loop && dladdr1(loop, &info, (void **)&symbol, RTLD_DL_SYMENT) && symbol;
  guard.lend(library, low, found ? low + symbol->st_size : low);
}

bool guarding_prepare(const char *const *prefixes, const char *library, void *loop) {
  if (!find_instrument()) {
    wire_unmeasured("the host was started without the guard instrument");
    return false;
  }
  guard.prefixes = prefixes;
  lend(library, loop);
  guard.own(prefixes);
  return true;
}

bool guarding_begin(void) {
  if (!guard.begin()) {
    wire_unmeasured("there was no address space for the guard");
    return false;
  }
  handle_faults();
  return true;
}

void guarding_refresh(void) {
  modules_refresh();
  if (!guard.prefixes)
    return;
  guard.own(guard.prefixes);
  guard.step();
  tell_events();
}

void guarding_report(void) {
  struct guard_counts counts;
  guarding_refresh();
  guard.count(&counts);
  wire_fact_number("guarded-blocks", (double)counts.guarded);
  wire_fact_number("unguarded-blocks", (double)counts.unguarded);
  wire_fact_number("artifact-blocks", (double)counts.own);
  wire_fact_number("artifact-mapped-bytes", (double)counts.own_mapped);
  own_allocators_tell(guard.prefixes);
}

/* Refusal. */

void guarding_refuse(int64_t nth) { guard.refuse(nth); }
int64_t guarding_asked(void) { return guard.asked(); }
