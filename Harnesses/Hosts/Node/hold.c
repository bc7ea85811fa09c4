/* Hold: how long a call keeps the loop. Two witnesses: a native thread that wakes the loop every millisecond and waits
   for its answer, and the loop's own 1 ms timer. Never monitorEventLoopDelay, whose timer is late with the loop. */
#define _GNU_SOURCE
#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Heartbeat/heartbeat.h"
#include "../Wire/wire.h"
#include "agent.h"
#include "loop.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

static const double control_seconds = 0.030; /* as Instruments/Heartbeat/hold.c */

static uv_async_t *knock;
static sem_t answered;
static atomic_bool stopped;

static uv_timer_t *ticker;
static double last_tick, worst_tick;

/* The heartbeat's thread. */

static void nothing(void) {}

static void await_answer(void) {
  if (atomic_load(&stopped))
    return;
  uv_async_send(knock);
  sem_wait(&answered);
}

/* The loop's thread. */

static void answer(uv_async_t *handle) {
  (void)handle;
  sem_post(&answered);
}

static void note_tick(void) {
  double now = growth_monotonic_seconds();
  if (now - last_tick > worst_tick)
    worst_tick = now - last_tick;
  last_tick = now;
}

static void tick(uv_timer_t *handle) {
  (void)handle;
  note_tick();
}

static void make_handles(napi_env env) {
  uv_loop_t *loop;
  napi_get_uv_event_loop(env, &loop);
  knock = agent_handle(loop_async);
  ticker = agent_handle(loop_timer);
  uv_async_init(loop, knock, answer);
  uv_timer_init(loop, ticker);
  /* What is awaited may rest on the artifact alone; the measurement must not end with the loop. */
  uv_timer_start(ticker, tick, 1, 1);
}

static napi_value start(napi_env env, napi_callback_info info) {
  static const struct heartbeat_lock loop = {nothing, nothing, await_answer, nothing};
  (void)info;
  sem_init(&answered, 0, 0);
  make_handles(env);
  bool started = heartbeat_start(&loop);
  if (!started)
    wire_unmeasured("the heartbeat's thread could not be started");
  return agent_boolean(env, started);
}

static napi_value stop(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  atomic_store(&stopped, true);
  sem_post(&answered);
  heartbeat_stop();
  uv_timer_stop(ticker);
  uv_unref(knock);
  return NULL;
}

static napi_value reset(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  last_tick = growth_monotonic_seconds();
  worst_tick = 0;
  heartbeat_reset();
  return NULL;
}

static void set_number(napi_env env, napi_value object, const char *name, double value) {
  napi_value number;
  napi_create_double(env, value, &number);
  napi_set_named_property(env, object, name, number);
}

/* What the loop was kept from beyond its own millisecond; where the machine is busy, the heartbeat's thread may come
   late itself and miss the beginning of a gap, which the tick doesn't. */
static double worst_gap(double wait) {
  double tick = worst_tick - 0.001;
  return tick > wait ? tick : wait;
}

/* Seconds. A tick that is due counts with the time that it is late by now. */
static napi_value read(napi_env env, napi_callback_info info) {
  struct heartbeat_reading reading = heartbeat_read();
  napi_value object;
  (void)info;
  note_tick();
  napi_create_object(env, &object);
  set_number(env, object, "seconds", reading.seconds);
  set_number(env, object, "worst", worst_gap(reading.worst_wait));
  set_number(env, object, "summed", reading.summed_wait);
  set_number(env, object, "tick", worst_tick);
  return object;
}

/* Controls. */

static void pass(void) {
  double until = growth_monotonic_seconds() + control_seconds;
  while (growth_monotonic_seconds() < until)
    ;
}

static napi_value busy(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  pass();
  return NULL;
}

struct work {
  napi_async_work work;
  napi_deferred deferred;
};

static void execute(napi_env env, void *data) {
  (void)env;
  (void)data;
  pass();
}

static void complete(napi_env env, napi_status status, void *data) {
  struct work *work = data;
  napi_value undefined;
  (void)status;
  napi_get_undefined(env, &undefined);
  napi_resolve_deferred(env, work->deferred, undefined);
  napi_delete_async_work(env, work->work);
  free(work);
}

/* As busy, so that both feel the same scheduler, in a thread of libuv's pool. */
static napi_value busy_elsewhere(napi_env env, napi_callback_info info) {
  struct work *work = calloc(1, sizeof *work);
  napi_value promise, name;
  (void)info;
  napi_create_promise(env, &work->deferred, &promise);
  napi_create_string_utf8(env, "busy", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, NULL, name, execute, complete, work, &work->work);
  napi_queue_async_work(env, work->work);
  return promise;
}

void hold_add(napi_env env, napi_value object) {
  agent_add(env, object, "holdStart", start);
  agent_add(env, object, "holdStop", stop);
  agent_add(env, object, "holdReset", reset);
  agent_add(env, object, "holdRead", read);
  agent_add(env, object, "busy", busy);
  agent_add(env, object, "busyElsewhere", busy_elsewhere);
}
