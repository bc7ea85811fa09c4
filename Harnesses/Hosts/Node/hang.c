/* The stacks of a hung cell, JavaScript's before those of the threads.

   SIGUSR1 wakes a witness, a thread that exists from the start. It asks the loop, which answers where it is idle, and
   asks V8 for an interrupt, which comes where JavaScript runs. Where neither answers, the main thread is in native code
   and may never come back: a signal has it fork, and the child, a copy at that very place, tells JavaScript's stack. It
   may do there what a signal handler must not, since nothing rests on it: it is killed where it doesn't end. At last
   the threads write their own stacks, as Wire/stacks.h has them do. */
#define _GNU_SOURCE
#include "../Wire/wire.h"
#include "agent.h"
#include "fork_whole.h"
#include "loop.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What comes of them in all is below the time that Teardown.swift gives to SIGUSR1. */
enum {
  answer_patience_ms = 500,
  sleep_patience_ms = 60,
  child_patience_ms = 400,
  child_tries = 4,
};

static napi_env environment;
static napi_ref describe; /* () -> what the idle loop waits for, a line each */
static uv_async_t *knock;
static pid_t main_thread;
static sem_t asked;
/* Whose answer it will be, and that it is written. */
static atomic_bool claimed, answered;

/* v8::Isolate::GetCurrent() and v8::Isolate::RequestInterrupt(void (*)(Isolate *, void *), void *): Node-API has
   neither. */
static void *isolate;
static void (*request_interrupt)(void *isolate, void (*callback)(void *, void *), void *data);

static int stack_signal(void) { return SIGRTMIN + 5; }
static int fork_signal(void) { return SIGRTMIN + 6; }

/* One line or more in one write, so that no other thread's come between. */
static void say(const char *heading, const char *text) {
  static char lines[9000];
  int length = snprintf(lines, sizeof lines, "%s%s\n", heading, text);
  ssize_t written = write(wire_stacks(), lines, length < (int)sizeof lines ? (size_t)length : sizeof lines - 1);
  (void)written;
}

/* Empty where the value is no text. */
static const char *text_of(napi_value value) {
  static char text[8192];
  size_t length;
  return napi_get_value_string_utf8(environment, value, text, sizeof text, &length) == napi_ok ? text : "";
}

/* V8 begins a stack with the error that it is of; there is none here. */
static void say_stack(void) {
  napi_handle_scope scope;
  napi_value message, error, stack;
  napi_open_handle_scope(environment, &scope);
  napi_create_string_utf8(environment, "", 0, &message);
  napi_create_error(environment, NULL, message, &error);
  if (napi_get_named_property(environment, error, "stack", &stack) == napi_ok) {
    const char *frames = strchr(text_of(stack), '\n');
    say("JavaScript", frames ? frames : ": no frame of it is on the stack");
  }
  napi_close_handle_scope(environment, scope);
}

/* The three that may answer, all on the main thread. */

static void on_interrupt(void *unused, void *also_unused) {
  (void)unused;
  (void)also_unused;
  if (atomic_exchange(&claimed, true))
    return;
  say_stack();
  atomic_store(&answered, true);
}

static void on_idle(uv_async_t *handle) {
  napi_handle_scope scope;
  napi_value function, receiver, text;
  (void)handle;
  if (atomic_exchange(&claimed, true))
    return;
  napi_open_handle_scope(environment, &scope);
  napi_get_reference_value(environment, describe, &function);
  napi_get_undefined(environment, &receiver);
  if (napi_call_function(environment, receiver, function, 0, NULL, &text) == napi_ok)
    say("JavaScript: ", text_of(text));
  napi_close_handle_scope(environment, scope);
  atomic_store(&answered, true);
}

static void wait_ms(long milliseconds) { nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000}, NULL); }

/* False where the child did not get to its end. */
static bool told_by_child(void) {
  int status = 1;
  pid_t child = fork_whole();
  if (child == 0) {
    say_stack();
    _exit(0);
  }
  if (child < 0)
    return false;
  for (int waited = 0; waited < child_patience_ms; waited += 2) {
    if (waitpid(child, &status, WNOHANG) == child)
      return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    wait_ms(2);
  }
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  return false;
}

/* A lock that another thread held at that moment is held for ever in the child; at the next it may be free. */
static void on_fork(int signal_number) {
  (void)signal_number;
  for (int tries = 0; tries < child_tries && !told_by_child(); tries++)
    ;
}

/* The witness. */

/* `17 (node) S …`: whether the main thread waits for something, and is not merely waiting for a processor. */
static bool main_thread_sleeps(void) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", main_thread);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t got = file < 0 ? 0 : read(file, text, sizeof text - 1);
  if (file >= 0)
    close(file);
  text[got > 0 ? got : 0] = 0;
  const char *name_end = strrchr(text, ')');
  return name_end && name_end[1] == ' ' && name_end[2] != 'R';
}

enum answer { answer_came, answer_never, answer_later };

/* A thread that runs may come to the interrupt yet; one that sleeps and has not answered is in native code. */
static enum answer await_answer(void) {
  int slept = 0;
  for (int waited = 0; waited < answer_patience_ms; waited += 2) {
    wait_ms(2);
    if (atomic_load(&answered))
      return answer_came;
    slept = main_thread_sleeps() ? slept + 2 : 0;
    if (slept >= sleep_patience_ms && !atomic_exchange(&claimed, true))
      return answer_never;
  }
  return answer_later;
}

static void to_main_thread(int signal_number) { syscall(SYS_tgkill, getpid(), main_thread, signal_number); }

static void *witness(void *unused) {
  (void)unused;
  while (sem_wait(&asked) != 0)
    ;
  uv_async_send(knock);
  if (isolate && request_interrupt)
    request_interrupt(isolate, on_interrupt, NULL);
  if (await_answer() == answer_never)
    to_main_thread(fork_signal());
  to_main_thread(stack_signal());
  return NULL;
}

static void on_asked(int signal_number) {
  (void)signal_number;
  sem_post(&asked);
}

static void take_signals(void) {
  struct sigaction stacks, asking = {.sa_handler = on_asked, .sa_flags = SA_ONSTACK | SA_RESTART};
  /* Not on the alternate stack: V8 knows only the thread's own. */
  struct sigaction forking = {.sa_handler = on_fork, .sa_flags = SA_RESTART};
  sigemptyset(&forking.sa_mask);
  sigaddset(&forking.sa_mask, stack_signal()); /* the threads' stacks come after JavaScript's */
  sigaction(SIGUSR1, NULL, &stacks);
  sigaction(stack_signal(), &stacks, NULL);
  sigaction(fork_signal(), &forking, NULL);
  sigaction(SIGUSR1, &asking, NULL);
}

static void start_witness(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  sigset_t all, before;
  sem_init(&asked, 0, 0);
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 128 << 10);
  /* A signal for the process goes to the main thread. */
  sigfillset(&all);
  sigdelset(&all, SIGUSR2); /* which asks it for its own stack */
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(&thread, &attributes, witness, NULL) == 0)
    take_signals();
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
}

static void find_isolate(void) {
  void *(*current)(void);
  *(void **)&current = dlsym(RTLD_DEFAULT, "_ZN2v87Isolate10GetCurrentEv");
  *(void **)&request_interrupt = dlsym(RTLD_DEFAULT, "_ZN2v87Isolate16RequestInterruptEPFvPS0_PvES2_");
  isolate = current ? current() : NULL;
}

/* watchHangs(describe) */
static napi_value watch_hangs(napi_env env, napi_callback_info info) {
  napi_value function;
  uv_loop_t *loop;
  agent_arguments(env, info, &function, 1);
  napi_create_reference(env, function, 1, &describe);
  environment = env;
  main_thread = gettid();
  napi_get_uv_event_loop(env, &loop);
  knock = agent_handle(loop_async);
  uv_async_init(loop, knock, on_idle);
  uv_unref(knock);
  find_isolate();
  start_witness();
  return NULL;
}

void hang_add(napi_env env, napi_value object) { agent_add(env, object, "watchHangs", watch_hangs); }
