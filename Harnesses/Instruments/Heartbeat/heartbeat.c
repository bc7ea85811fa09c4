#define _GNU_SOURCE
#include "heartbeat.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

/* What is held for less than this between two beats is not seen; a beat costs some microseconds. */
enum { beat_nanoseconds = 250000 };

static struct heartbeat_lock lock;
static pthread_t thread;
static atomic_bool running;
/* Nanoseconds of CLOCK_MONOTONIC; `waiting_since` is 0 while no beat waits. */
static atomic_int_fast64_t reset_at, gave_at, waiting_since, worst_wait, rest_before_worst, longest_rest, summed_wait;
static atomic_long beats;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* A beat that began before the reset counts from the reset on. */
static int64_t since_reset(int64_t stamp) {
  int64_t reset = atomic_load(&reset_at);
  return stamp < reset ? reset : stamp;
}

/* Between the beat before and this one. */
static int64_t rest_before(int64_t since) { return since_reset(since) - since_reset(atomic_load(&gave_at)); }

static void note_beat(int64_t since, int64_t until) {
  int64_t wait = until - since_reset(since);
  if (wait < 0)
    return;
  int64_t rest = rest_before(since);
  if (wait > atomic_load(&worst_wait)) {
    atomic_store(&worst_wait, wait);
    atomic_store(&rest_before_worst, rest);
  }
  if (rest > atomic_load(&longest_rest))
    atomic_store(&longest_rest, rest);
  atomic_fetch_add(&summed_wait, wait);
  atomic_fetch_add(&beats, 1);
}

static void *beat(void *unused) {
  (void)unused;
  lock.attach();
  while (atomic_load(&running)) {
    int64_t since = now();
    atomic_store(&waiting_since, since);
    lock.take();
    int64_t until = now();
    atomic_store(&waiting_since, 0);
    note_beat(since, until);
    lock.give();
    atomic_store(&gave_at, now());
    nanosleep(&(struct timespec){.tv_nsec = beat_nanoseconds}, NULL);
  }
  lock.detach();
  return NULL;
}

bool heartbeat_start(const struct heartbeat_lock *wanted) {
  lock = *wanted;
  atomic_store(&running, true);
  heartbeat_reset();
  return pthread_create(&thread, NULL, beat, NULL) == 0;
}

void heartbeat_reset(void) {
  atomic_store(&reset_at, now());
  atomic_store(&worst_wait, 0);
  atomic_store(&rest_before_worst, 0);
  atomic_store(&longest_rest, 0);
  atomic_store(&summed_wait, 0);
  atomic_store(&beats, 0);
}

struct heartbeat_reading heartbeat_read(void) {
  int64_t at = now(), waiting = atomic_load(&waiting_since);
  int64_t pending = waiting ? at - since_reset(waiting) : 0;
  int64_t rest = rest_before(waiting ? waiting : at);
  int64_t worst = atomic_load(&worst_wait), longest = atomic_load(&longest_rest);
  return (struct heartbeat_reading){
      .seconds = (double)(at - atomic_load(&reset_at)) * 1e-9,
      .worst_wait = (double)(pending > worst ? pending : worst) * 1e-9,
      .rest_before = (double)(pending > worst ? rest : atomic_load(&rest_before_worst)) * 1e-9,
      .longest_rest = (double)(rest > longest ? rest : longest) * 1e-9,
      .summed_wait = (double)(atomic_load(&summed_wait) + pending) * 1e-9,
      .beats = atomic_load(&beats),
  };
}

double heartbeat_waits(void) {
  int64_t at = now(), waiting = atomic_load(&waiting_since);
  return waiting ? (double)(at - since_reset(waiting)) * 1e-9 : 0;
}

void heartbeat_stop(void) {
  atomic_store(&running, false);
  pthread_join(thread, NULL);
}
