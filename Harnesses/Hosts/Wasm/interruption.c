#define _GNU_SOURCE
#include "interruption.h"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static wasm_engine *running;
static volatile sig_atomic_t ordered;
static struct sigaction write_stacks;
static long interrupt_after_ms;

/* Incrementing is one atomic addition; wasmtime's documentation allows it in a signal handler. */
static void interrupt(int signal_number) {
  if (signal_number == SIGUSR1)
    ordered = 1;
  wasmtime.wasmtime_engine_increment_epoch(running);
}

static void leave_with_stacks(int signal_number, siginfo_t *info, void *context) {
  write_stacks.sa_sigaction(signal_number, info, context);
  _exit(128 + signal_number);
}

void interruption_install(wasm_engine *engine, long after_ms) {
  struct sigaction interrupting = {.sa_handler = interrupt, .sa_flags = SA_RESTART | SA_ONSTACK};
  struct sigaction leaving = {.sa_sigaction = leave_with_stacks, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  running = engine;
  interrupt_after_ms = after_ms;
  sigaction(SIGUSR1, &interrupting, &write_stacks);
  sigaction(SIGALRM, &interrupting, NULL);
  sigaction(SIGTERM, &leaving, NULL);
}

static void set_timer(long milliseconds) {
  struct itimerval timer = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
  if (interrupt_after_ms > 0)
    setitimer(ITIMER_REAL, &timer, NULL);
}

void interruption_arm(void) { set_timer(interrupt_after_ms); }
void interruption_disarm(void) { set_timer(0); }

void interruption_obey(const struct failure *failure) {
  if (!ordered)
    return;
  failure_write_stack(failure);
  _exit(128 + SIGUSR1);
}
