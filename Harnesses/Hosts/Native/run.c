#define _GNU_SOURCE
#include "run.h"

#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Growth/survivors.h"
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
  bool called;
  struct growth *growth;
  struct survivors *survivors;
};

static struct run *run_of(const struct harness *harness) { return (struct run *)harness; }

void write_raised(const char *type, const char *base, const char *message, const char *step) {
  wire_begin();
  wire_key("raised");
  wire_open_object();
  wire_key("type");
  wire_string(type);
  wire_key("bases");
  wire_open_array();
  if (base)
    wire_string(base);
  wire_close_array();
  wire_key("message");
  wire_string(message);
  wire_key("during");
  wire_string(step);
  wire_key("traceback");
  wire_open_array();
  wire_close_array();
  wire_close_object();
  wire_end();
}

static void enter(struct run *run, const char *step) {
  run->step = step;
  run->told = false;
  if (!run->plan.quiet)
    wire_step(step);
}

static void tell(struct run *run, const char *type, const char *base, const char *message) {
  if (!run->told && !run->plan.quiet)
    write_raised(type, base, message, run->step);
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
  }
}

static bool next(const struct harness *harness) {
  struct run *run = run_of(harness);
  bool again = !run->called;
  run->called = true;
  if (run->failed)
    return false;
  switch (run->plan.schedule) {
  case run_rounds:
    return growth_next(run->growth);
  case run_survivors:
    return survivors_next(run->survivors);
  default:
    return again;
  }
}

static bool after(const struct harness *harness) {
  struct run *run = run_of(harness);
  if (run->plan.with_after)
    enter(run, WIRE_STEP_AFTER);
  return run->plan.with_after;
}

static void finished(const struct harness *harness) { run_of(harness)->finished = true; }

static void raised(const struct harness *harness, const char *type, const char *base, const char *message) {
  tell(run_of(harness), type, base, message);
  /* An error that is declared has the declared name as its base, and may go on. */
  run_of(harness)->failed |= !base;
}

static void returned(const struct harness *harness, const char *constant, long long expected, long long value) {
  char message[256];
  struct run *run = run_of(harness);
  bool matches = value == expected;
  /* A mismatch is told after a match, too. */
  run->told &= matches || run->failed;
  snprintf(message, sizeof message, matches ? "the call returned %lld" : "the call returned %lld, not %s (%lld)", value,
           constant, expected);
  tell(run, matches ? constant : "unexpected-value", NULL, message);
  run->failed |= !matches;
}

static void report(struct run *run) {
  if (run->plan.schedule == run_once || run->plan.quiet)
    return;
  if (run->failed || !run->called)
    wire_unmeasured("the exercise did not do what it declares, so its calls were not counted");
  else if (run->plan.schedule == run_rounds)
    growth_report(run->growth);
  else
    survivors_report(run->survivors);
}

void run_exercise(void (*exercise)(const struct harness *harness), struct run_plan plan) {
  /* Large, and only ever used by one run at a time. */
  static struct growth growth;
  static struct survivors survivors;
  struct run run = {
      .harness = {ready, next, after, finished, raised, returned},
      .plan = plan,
      .growth = &growth,
      .survivors = &survivors,
  };
  enter(&run, WIRE_STEP_SETUP);
  exercise(&run.harness);
  if (!run.finished && !run.told)
    tell(&run, "return", NULL, "the code left the exercise with `return`, before its end");
  report(&run);
}
