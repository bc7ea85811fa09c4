#define _GNU_SOURCE
#include "run.h"

#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Growth/survivors.h"
#include "../../Instruments/Heartbeat/hold.h"
#include "../../Instruments/Timing/timing.h"
#include "../Wire/wire.h"
#include "interruption.h"
#include "preparation.h"
#include "signature.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A call takes some 200 ns, and linear memory grows in pages of 64 KiB: 20,000 calls a window see 4 bytes a call in
   each of them, and the second round, up to a million calls in 1.5 s, sees less. */
static const struct growth_plan wasm_plan = {
    .windows = 16,
    .calls_limit = 20000,
    .window_seconds = 0.050,
    .escalation_seconds = 1.5,
    .escalation_calls = 1000000,
};

struct run {
  const struct exercise *exercise;
  const struct instance *instance;
  struct run_plan plan;
  struct preparation preparation;
  struct wasmtime_val variables[exercise_variables];
  const char *step;
  bool failed; /* the call did what it does not declare */
  int64_t calls, raised_calls;
};

/* Telling. */

static void enter(struct run *run, const char *step) {
  run->step = step;
  wire_step(step);
}

static bool is_declared(const struct run *run, const char *type, const char *base) {
  const char *raises = run->exercise->raises;
  return raises && (strcmp(raises, type) == 0 || (base && strcmp(raises, base) == 0));
}

/* What is declared belongs on the wire where one call is made; in rounds it is counted. True where the caller has to
   tell it. */
static bool note_raised(struct run *run, const char *type, const char *base) {
  bool declared = strcmp(run->step, WIRE_STEP_CALL) == 0 && is_declared(run, type, base);
  run->raised_calls += declared;
  run->failed = run->failed || !declared;
  return !declared || run->plan.schedule == run_once;
}

static bool fail(struct run *run, struct failure *failure) {
  if (!failure_is(failure)) {
    failure_clear(failure);
    return true;
  }
  if (note_raised(run, failure_type(failure, "Error"), failure_base(failure)))
    failure_raise(failure, "Error", run->step);
  failure_clear(failure);
  return false;
}

static bool fail_plainly(struct run *run, const char *type, const char *message) {
  if (note_raised(run, type, NULL))
    raised_write(&(struct raised){.type = type, .message = message, .step = run->step});
  return false;
}

/* Values. */

static struct wasmtime_val value_of(const struct run *run, const struct exercise_value *value) {
  if (value->variable >= 0)
    return run->variables[value->variable];
  struct wasmtime_val literal = {.kind = value->kind};
  memcpy(&literal.of, &value->bits, sizeof value->bits);
  return literal;
}

static bool is_equal(const struct wasmtime_val *left, const struct wasmtime_val *right) {
  switch (left->kind) {
  case wasm_i32:
    return left->of.i32 == right->of.i32;
  case wasm_i64:
    return left->of.i64 == right->of.i64;
  case wasm_f32:
    return left->of.f32 == right->of.f32 || (left->of.f32 != left->of.f32 && right->of.f32 != right->of.f32);
  default:
    return left->of.f64 == right->of.f64 || (left->of.f64 != left->of.f64 && right->of.f64 != right->of.f64);
  }
}

static bool unexpected(struct run *run, const char *name, const struct wasmtime_val *came,
                       const struct wasmtime_val *expected) {
  char left[exercise_text], right[exercise_text], message[256];
  uint64_t bits[2];
  memcpy(&bits[0], &came->of, sizeof *bits);
  memcpy(&bits[1], &expected->of, sizeof *bits);
  exercise_value_text(left, came->kind, bits[0]);
  exercise_value_text(right, expected->kind, bits[1]);
  snprintf(message, sizeof message, "`%.100s` returned %s, not %s", name, left, right);
  return fail_plainly(run, "unexpected-value", message);
}

/* Statements; false where one was left early. */

static bool perform_call(struct run *run, const struct exercise_statement *statement, const struct prepared *prepared) {
  struct wasmtime_val arguments[exercise_arguments], results[preparation_results];
  for (size_t i = 0; i < statement->count; i++)
    arguments[i] = value_of(run, &statement->arguments[i]);
  struct failure failure =
      instance_call(run->instance, &prepared->function, arguments, statement->count, results, prepared->result_count);
  if (failure.trap || failure.error)
    return fail(run, &failure);
  if (statement->result >= 0)
    run->variables[statement->result] = results[0];
  if (!statement->is_expected)
    return true;
  struct wasmtime_val expected = value_of(run, &statement->expected);
  return is_equal(&results[0], &expected) || unexpected(run, statement->name, &results[0], &expected);
}

/* A WASI program ends with its `_start`, so each gets an instance of its own. */
static bool perform_start(struct run *run, const struct exercise_statement *statement) {
  struct instance program;
  struct wasmtime_func function;
  struct failure failure = instance_open(&program, statement->count, statement->words);
  if (!failure_is(&failure)) {
    failure_clear(&failure);
    instance_function(&program, "_start", strlen("_start"), &function);
    failure = instance_call(&program, &function, NULL, 0, NULL, 0);
  }
  bool went = fail(run, &failure);
  instance_close(&program);
  return went;
}

static bool perform_write(struct run *run, const struct exercise_statement *statement) {
  const struct wasmtime_memory *memory = &run->instance->memories[0];
  struct wasmtime_val address = value_of(run, &statement->arguments[0]);
  uint64_t at = address.kind == wasm_i32 ? (uint32_t)address.of.i32 : (uint64_t)address.of.i64;
  size_t size = wasmtime.wasmtime_memory_data_size(run->instance->context, memory);
  if (at > size || statement->length > size - at) {
    char message[160];
    snprintf(message, sizeof message, "the exercise writes %zu bytes to %" PRIu64 ", and the memory ends at %zu",
             statement->length, at, size);
    return fail_plainly(run, "out-of-bounds-write", message);
  }
  memcpy(wasmtime.wasmtime_memory_data(run->instance->context, memory) + at, statement->name, statement->length);
  return true;
}

static bool perform_statement(struct run *run, const struct exercise_statement *statement,
                              const struct prepared *prepared) {
  switch (statement->kind) {
  case exercise_call:
    return perform_call(run, statement, prepared);
  case exercise_start:
    return perform_start(run, statement);
  default:
    return perform_write(run, statement);
  }
}

static bool perform(struct run *run, enum exercise_part_name name) {
  const struct exercise_part *part = &run->exercise->parts[name];
  for (size_t i = 0; i < part->count; i++)
    if (!perform_statement(run, &part->statements[i], &run->preparation.parts[name][i]))
      return false;
  return true;
}

static void call(struct run *run) {
  run->calls++;
  interruption_arm();
  perform(run, exercise_the_call);
  interruption_disarm();
}

/* Schedules. A run that failed has said so, and its readings mean nothing. */

static double linear_memory(void *context) { return instance_memory_bytes(context); }

static void run_growth(struct run *run) {
  static struct growth growth;
  const char *hidden = module_hides_memory(run->instance);
  growth_begin(&growth, &wasm_plan, (void *)run->instance);
  growth_count_process(&growth);
  growth_count(&growth, "linear-memory-bytes", linear_memory);
  while (!run->failed && growth_next(&growth))
    call(run);
  if (run->failed)
    return;
  growth_report(&growth);
  wire_fact_number("calls", (double)run->calls);
  wire_fact_number("raised-calls", (double)run->raised_calls);
  if (hidden)
    wire_unmeasured(hidden);
}

static void run_recording(struct run *run) {
  static struct survivors survivors;
  if (!survivors_begin(&survivors, NULL, NULL))
    return;
  while (!run->failed && survivors_next(&survivors))
    call(run);
  if (!run->failed)
    survivors_report(&survivors);
}

static void run_holding(struct run *run) {
  static struct hold hold;
  hold_thread_lock.take();
  if (!hold_begin(&hold, &hold_thread_lock, run->plan.once))
    return;
  while (!run->failed && hold_next(&hold))
    call(run);
  if (!run->failed)
    hold_report(&hold);
  hold_end(&hold);
}

static void run_timing(struct run *run) {
  static struct timing timing;
  timing_begin(&timing);
  while (!run->failed && timing_next(&timing))
    call(run);
  if (!run->failed)
    timing_report(&timing);
}

static void make_calls(struct run *run) {
  switch (run->plan.schedule) {
  case run_once:
    call(run);
    break;
  case run_rounds:
    run_growth(run);
    break;
  case run_survivors:
    run_recording(run);
    break;
  case run_hold:
    run_holding(run);
    break;
  case run_timed:
    run_timing(run);
    break;
  }
}

static bool set_up(struct run *run) {
  enter(run, WIRE_STEP_SETUP);
  if (!preparation_make(&run->preparation, run->exercise, run->instance))
    return fail_plainly(run, run->preparation.type, run->preparation.message);
  return perform(run, exercise_setup);
}

void run_exercise(const struct exercise *exercise, const struct instance *instance, struct run_plan plan) {
  struct run run = {.exercise = exercise, .instance = instance, .plan = plan};
  if (set_up(&run)) {
    enter(&run, WIRE_STEP_CALL);
    make_calls(&run);
    if (plan.with_after) {
      enter(&run, WIRE_STEP_AFTER);
      perform(&run, exercise_after);
    }
  }
  preparation_free(&run.preparation);
}
