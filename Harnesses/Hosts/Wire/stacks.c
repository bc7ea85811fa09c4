#define _GNU_SOURCE
#include "stacks.h"

#include "modules.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

enum {
  frame_limit = 64,  /* deeper ones are counted, not written: an endless recursion has them all alike */
  thread_limit = 64, /* threads asked for their stacks */
  thread_patience_ms = 100,
};

/* Text, without stdio: a handler may interrupt it. */

struct text {
  char bytes[4352];
  size_t length;
};

static void put(struct text *text, const char *word) {
  while (*word && text->length < sizeof text->bytes)
    text->bytes[text->length++] = *word++;
}

static void put_number(struct text *text, uintptr_t value, unsigned base) {
  char digits[24];
  size_t at = sizeof digits;
  digits[--at] = 0;
  do
    digits[--at] = "0123456789abcdef"[value % base];
  while (value /= base);
  put(text, digits + at);
}

static void write_line(struct text *text) {
  put(text, "\n");
  ssize_t written = write(wire_stacks(), text->bytes, text->length);
  (void)written;
  text->length = 0;
}

static void write_frame(size_t index, uintptr_t address) {
  struct text line = {.length = 0};
  struct module mapped;
  char path[512];
  const struct module *module = modules_find(address);
  if (!module && modules_find_mapped(address, &mapped, path, sizeof path))
    module = &mapped;
  put(&line, "#");
  put_number(&line, index, 10);
  put(&line, " ");
  put(&line, module ? module->path : "?");
  put(&line, "+0x");
  put_number(&line, module ? address - module->load : address, 16);
  write_line(&line);
}

/* The walk. */

static uintptr_t interrupted_at(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (uintptr_t)context->uc_mcontext.pc;
#else
#error "name the register that holds the program counter"
#endif
}

/* Where a call through a wild pointer came from: no unwinder gets past an address without code. */
static uintptr_t return_address(const ucontext_t *context) {
#if defined(__x86_64__)
  return *(const uintptr_t *)context->uc_mcontext.gregs[REG_RSP];
#else
  return (uintptr_t)context->uc_mcontext.regs[30];
#endif
}

struct walk {
  uintptr_t start; /* frames above it are the handler's own */
  bool started;
  size_t depth;
  /* Where the frames go; NULL to write each at once, since the next one may be the last that can be read. */
  void **frames;
  size_t limit;
};

static _Unwind_Reason_Code walk_frame(struct _Unwind_Context *context, void *argument) {
  struct walk *walk = argument;
  int before_instruction = 0;
  uintptr_t address = _Unwind_GetIPInfo(context, &before_instruction);
  walk->started = walk->started || address == walk->start;
  if (!walk->started || address == 0)
    return _URC_NO_REASON;
  if (!walk->frames && walk->depth < walk->limit)
    write_frame(walk->depth, before_instruction ? address : address - 1);
  else if (walk->depth < walk->limit)
    walk->frames[walk->depth] = (void *)(address + (uintptr_t)before_instruction);
  walk->depth++;
  return _URC_NO_REASON;
}

static void write_cut(size_t depth) {
  struct text line = {.length = 0};
  put(&line, "... and ");
  put_number(&line, depth - frame_limit, 10);
  put(&line, " more");
  write_line(&line);
}

/* mincore(2) fails for an address that nothing is mapped at; the unwinder would read there. */
static bool is_mapped(uintptr_t address) {
  unsigned char resident;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  return mincore((void *)(address / page * page), page, &resident) == 0;
}

static void write_stack(const ucontext_t *context) {
  struct walk walk = {.start = interrupted_at(context), .limit = frame_limit};
  if (is_mapped(walk.start))
    _Unwind_Backtrace(walk_frame, &walk);
  if (walk.depth > frame_limit)
    write_cut(walk.depth);
  if (walk.depth > 0)
    return;
  write_frame(0, walk.start);
  write_frame(1, return_address(context) - 1);
}

size_t stacks_interrupted(const void *context, void **frames, size_t limit) {
  struct walk walk = {.start = interrupted_at(context), .frames = frames, .limit = limit};
  if (is_mapped(walk.start))
    _Unwind_Backtrace(walk_frame, &walk);
  return walk.depth < limit ? walk.depth : limit;
}

static void write_heading(const char *word, int signal_number, const siginfo_t *info) {
  struct text line = {.length = 0};
  put(&line, "thread ");
  put_number(&line, (uintptr_t)gettid(), 10);
  put(&line, word);
  /* A signal that somebody sent, as faulthandler does when it hands on the one it caught, has a sender in its place. */
  bool faulted = info->si_code > 0;
  if (faulted && (signal_number == SIGSEGV || signal_number == SIGBUS)) {
    put(&line, " at address 0x");
    put_number(&line, (uintptr_t)info->si_addr, 16);
  }
  write_line(&line);
}

/* Signals. */

static const char *fatal_word(int signal_number) {
  switch (signal_number) {
  case SIGSEGV:
    return ": SIGSEGV";
  case SIGBUS:
    return ": SIGBUS";
  case SIGILL:
    return ": SIGILL";
  case SIGFPE:
    return ": SIGFPE";
  default:
    return ": SIGABRT";
  }
}

/* The signal is blocked while its handler runs: sent again, it kills on return, with the status of a plain death. */
static void die(int signal_number, siginfo_t *info, void *context) {
  signal(signal_number, SIG_DFL);
  write_heading(fatal_word(signal_number), signal_number, info);
  write_stack(context);
  syscall(SYS_tgkill, getpid(), gettid(), signal_number);
}

static atomic_int answers;

static void answer(int signal_number, siginfo_t *info, void *context) {
  int error = errno;
  write_heading("", signal_number, info);
  write_stack(context);
  atomic_fetch_add(&answers, 1);
  errno = error;
}

static void ask(pid_t thread) {
  const struct timespec millisecond = {.tv_nsec = 1000000};
  int before = atomic_load(&answers);
  if (syscall(SYS_tgkill, getpid(), thread, SIGUSR2) != 0)
    return;
  for (int i = 0; i < thread_patience_ms && atomic_load(&answers) == before; i++)
    nanosleep(&millisecond, NULL);
}

static size_t list_threads(pid_t *threads) {
  struct {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
  } __attribute__((packed)) * entry;
  _Alignas(8) char buffer[8192];
  size_t count = 0;
  int directory = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (long got; directory >= 0 && (got = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;)
    for (long at = 0; at < got && count < thread_limit; at += entry->length) {
      entry = (void *)(buffer + at);
      if (entry->name[0] != '.')
        threads[count++] = atoi(entry->name);
    }
  if (directory >= 0)
    close(directory);
  return count;
}

static void answer_for_all(int signal_number, siginfo_t *info, void *context) {
  pid_t threads[thread_limit];
  int error = errno;
  answer(signal_number, info, context);
  size_t count = list_threads(threads);
  for (size_t i = 0; i < count; i++)
    if (threads[i] != gettid())
      ask(threads[i]);
  errno = error;
}

static void handle(int signal_number, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

/* The first walk of a process sets the unwinder up, which a handler must not. */
static _Unwind_Reason_Code warm_up(struct _Unwind_Context *context, void *argument) {
  (void)argument;
  return _Unwind_GetIP(context) ? _URC_NO_REASON : _URC_END_OF_STACK;
}

void stacks_install(void) {
  static _Alignas(16) char alternate[65536];
  static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
  sigaltstack(&(stack_t){.ss_sp = alternate, .ss_size = sizeof alternate}, NULL);
  modules_refresh();
  _Unwind_Backtrace(warm_up, NULL);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
    handle(fatal[i], die);
  handle(SIGUSR1, answer_for_all);
  handle(SIGUSR2, answer);
}
