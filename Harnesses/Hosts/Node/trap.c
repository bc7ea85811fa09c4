#define _GNU_SOURCE
#include "trap.h"

#include "../Wire/stacks.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* v8::TryHandleWebAssemblyTrapPosix(int, siginfo_t *, void *) of v8-wasm-trap-handler-posix.h. */
static bool (*try_handle)(int, siginfo_t *, void *);
static struct sigaction fatal;

static void on_fault(int signal_number, siginfo_t *info, void *context) {
  if (!try_handle(signal_number, info, context))
    fatal.sa_sigaction(signal_number, info, context);
}

void trap_install(void) {
  stacks_install();
  *(void **)&try_handle = dlsym(RTLD_DEFAULT, "_ZN2v829TryHandleWebAssemblyTrapPosixEiP9siginfo_tPv");
  sigaction(SIGSEGV, NULL, &fatal);
  if (!try_handle || !(fatal.sa_flags & SA_SIGINFO))
    return;
  struct sigaction both = fatal;
  both.sa_sigaction = on_fault;
  sigaction(SIGSEGV, &both, NULL);
}
