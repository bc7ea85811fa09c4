/* Threads that nobody has joined or detached: each keeps its stack, which libc maps for itself, for ever. */
#define _GNU_SOURCE
#include "threads.h"

#include "holdings.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int_fast64_t unjoined;

int64_t harness_threads_unjoined(void) { return atomic_load(&unjoined); }

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static bool is_detached(const pthread_attr_t *attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  return attributes && pthread_attr_getdetachstate(attributes, &state) == 0 && state == PTHREAD_CREATE_DETACHED;
}

static void started(pthread_t thread, bool joinable) {
  holdings_gained(holding_thread, (uintptr_t)thread, 0);
  if (joinable)
    holdings_gained(holding_unjoined, (uintptr_t)thread, 0);
}

/* Counted before it starts: it may detach itself at once. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
  static int (*behind)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (!behind)
    *(void **)&behind = next("pthread_create");
  int counted = !is_detached(attributes);
  atomic_fetch_add(&unjoined, counted);
  int error = behind(thread, attributes, body, argument);
  if (error != 0)
    atomic_fetch_sub(&unjoined, counted);
  else
    started(*thread, counted);
  return error;
}

static void given_up(pthread_t thread, bool joined) {
  atomic_fetch_sub(&unjoined, 1);
  holdings_lost(holding_unjoined, (uintptr_t)thread);
  if (joined)
    holdings_lost(holding_thread, (uintptr_t)thread);
}

/* Functions that give a thread up where they succeed. */
#define GIVES_UP(name, parameters, arguments, joined)                                                                  \
  int name parameters {                                                                                                \
    static int(*behind) parameters;                                                                                    \
    if (!behind)                                                                                                       \
      *(void **)&behind = next(#name);                                                                                 \
    int error = behind arguments;                                                                                      \
    if (error == 0)                                                                                                    \
      given_up(thread, joined);                                                                                        \
    return error;                                                                                                      \
  }

GIVES_UP(pthread_detach, (pthread_t thread), (thread), false)
GIVES_UP(pthread_join, (pthread_t thread, void **result), (thread, result), true)
GIVES_UP(pthread_tryjoin_np, (pthread_t thread, void **result), (thread, result), true)
GIVES_UP(pthread_timedjoin_np, (pthread_t thread, void **result, const struct timespec *until), (thread, result, until),
         true)
GIVES_UP(pthread_clockjoin_np, (pthread_t thread, void **result, clockid_t clock, const struct timespec *until),
         (thread, result, clock, until), true)
