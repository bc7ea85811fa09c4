#define _GNU_SOURCE
#include "run.h"

#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Growth/survivors.h"
#include "../../Instruments/Heartbeat/hold.h"
#include "../../Instruments/Timing/timing.h"
#include "../Verbs/raised.h"
#include "../Wire/wire.h"

#include <stdio.h>

/* The harness comes first, so that the exercise's pointer to it is a pointer to its run. */
struct run {
  struct harness harness;
  struct run_plan plan;
  const char *step;
  bool told;   /* a failure of this step is on the wire */
  bool failed; /* the call did what it does not declare */
  bool finished;
  int64_t calls, raised_calls;
  struct growth *growth;
  struct survivors *survivors;
  struct hold *hold;
  struct timing *timing;
};

static struct run *run_of(const struct harness *harness) { return (struct run *)harness; }

static void enter(struct run *run, const char *step) {
  run->step = step;
  run->told = false;
  if (!run->plan.quiet)
    wire_step(step);
}

static void tell(struct run *run, const char *type, const char *base, const char *message) {
  if (!run->told && !run->plan.quiet)
    raised_write(&(struct raised){.type = type, .base = base, .message = message, .step = run->step});
  run->told = true;
}

static void ready(const struct harness *harness) {
  struct run *run = run_of(harness);
  enter(run, WIRE_STEP_CALL);
  if (run->plan.schedule == run_rounds) {
    growth_begin(run->growth, &growth_plan_default, NULL);
    growth_count_process(run->growth);
  } else if (run->plan.schedule == run_survivors) {
    run->failed = !survivors_begin(run->survivors, NULL, NULL);
  } else if (run->plan.schedule == run_hold) {
    hold_thread_lock.take();
    run->failed = !hold_begin(run->hold, &hold_thread_lock, run->plan.once);
  } else if (run->plan.schedule == run_timed) {
    timing_begin(run->timing);
  }
}

static bool next(const struct harness *harness) {
  struct run *run = run_of(harness);
  bool again = !run->failed;
  if (run->plan.schedule == run_rounds)
    again = again && growth_next(run->growth);
  else if (run->plan.schedule == run_survivors)
    again = again && survivors_next(run->survivors);
  else if (run->plan.schedule == run_hold)
    again = again && hold_next(run->hold);
  else
    again = again && run->calls == 0;
  run->calls += again;
  return again;
}

/* In place of `next` where calls are timed: nothing but a count goes between two of them. */
static bool next_timed(const struct harness *harness) {
  struct run *run = run_of(harness);
  run->calls = 1;
  return !run->failed && timing_next(run->timing);
}

static bool after(const struct harness *harness) {
  struct run *run = run_of(harness);
  if (run->plan.with_after)
    enter(run, WIRE_STEP_AFTER);
  return run->plan.with_after;
}

static void finished(const struct harness *harness) { run_of(harness)->finished = true; }

/* What is declared belongs on the wire where one call is made; in rounds it is counted. */
static void tell_declared(struct run *run, const char *type, const char *base, const char *message) {
  run->raised_calls++;
  if (run->plan.schedule == run_once)
    tell(run, type, base, message);
}

static void tell_undeclared(struct run *run, const char *type, const char *message) {
  run->failed = true;
  tell(run, type, NULL, message);
}

static void raised(const struct harness *harness, const char *type, const char *base, const char *message) {
  if (base)
    tell_declared(run_of(harness), type, base, message);
  else
    tell_undeclared(run_of(harness), type, message);
}

static void returned(const struct harness *harness, const char *constant, long long expected, long long value) {
  char message[256];
  if (value == expected) {
    snprintf(message, sizeof message, "the call returned %lld", value);
    tell_declared(run_of(harness), constant, NULL, message);
  } else {
    snprintf(message, sizeof message, "the call returned %lld, not %s (%lld)", value, constant, expected);
    tell_undeclared(run_of(harness), "unexpected-value", message);
  }
}

/* A run that failed has said so, and its readings mean nothing. */
static void report(const struct run *run) {
  if (run->failed || run->calls == 0)
    return;
  if (run->plan.schedule == run_survivors)
    survivors_report(run->survivors);
  if (run->plan.schedule == run_hold)
    hold_report(run->hold);
  if (run->plan.schedule == run_timed)
    timing_report(run->timing);
  if (run->plan.schedule != run_rounds)
    return;
  growth_report(run->growth);
  wire_fact_number("calls", (double)run->calls);
  wire_fact_number("raised-calls", (double)run->raised_calls);
}

void run_exercise(void (*exercise)(const struct harness *harness), struct run_plan plan) {
  /* Large, and only ever used by one run at a time. */
  static struct growth growth;
  static struct survivors survivors;
  static struct hold hold;
  static struct timing timing;
  struct run run = {
      .harness = {ready, plan.schedule == run_timed ? next_timed : next, after, finished, raised, returned},
      .plan = plan,
      .growth = &growth,
      .survivors = &survivors,
      .hold = &hold,
      .timing = &timing,
  };
  enter(&run, WIRE_STEP_SETUP);
  exercise(&run.harness);
  if (!run.finished && !run.told)
    tell_undeclared(&run, "return", "the code left the exercise with `return`, before its end");
  report(&run);
  if (hold.calls > 0)
    hold_end(&hold);
}
