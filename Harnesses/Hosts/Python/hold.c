#define _GNU_SOURCE
#include "hold.h"

#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Heartbeat/heartbeat.h"
#include "../Wire/wire.h"
#include "declared.h"

#include <time.h>

/* Long enough to stand above the scheduler's noise, which is under 1 ms idle and 45 ms at its worst in 876 waits. */
static const double control_seconds = 0.030;
/* A call this long is not repeated: its own length is beyond the noise. */
static const double repeated_below_seconds = 1.0;

static int gil_state;
static python_thread_state *heartbeat_state;

static void attach(void) {
  gil_state = python.PyGILState_Ensure();
  heartbeat_state = python.PyEval_SaveThread();
}

static void detach(void) {
  python.PyEval_RestoreThread(heartbeat_state);
  python.PyGILState_Release(gil_state);
}

static void take(void) { python.PyEval_RestoreThread(heartbeat_state); }
static void give(void) { heartbeat_state = python.PyEval_SaveThread(); }

static void pass(double seconds) {
  double until = growth_monotonic_seconds() + seconds;
  while (growth_monotonic_seconds() < until)
    ;
}

static void sleep_for(double seconds) { nanosleep(&(struct timespec){.tv_nsec = (long)(seconds * 1e9)}, NULL); }

static double ratio(struct heartbeat_reading reading) {
  return reading.seconds > 0 ? reading.worst_wait / reading.seconds : 0;
}

/* The control that lets go, busy as the one that holds, so that both feel the same scheduler; its worst wait is the
   noise of this machine now. */
static struct heartbeat_reading control_released(void) {
  python_thread_state *state = python.PyEval_SaveThread();
  heartbeat_reset();
  pass(control_seconds);
  struct heartbeat_reading reading = heartbeat_read();
  python.PyEval_RestoreThread(state);
  return reading;
}

static struct heartbeat_reading control_held(void) {
  heartbeat_reset();
  pass(control_seconds);
  return heartbeat_read();
}

static void let_heartbeat_run(void) {
  python_thread_state *state = python.PyEval_SaveThread();
  sleep_for(0.005);
  python.PyEval_RestoreThread(state);
}

static void report(struct heartbeat_reading call, struct heartbeat_reading held, struct heartbeat_reading released) {
  wire_fact_number("hold-ratio", ratio(call));
  wire_fact_number("hold-share", call.seconds > 0 ? call.summed_wait / call.seconds : 0);
  wire_fact_number("worst-gap-ms", call.worst_wait * 1000);
  wire_fact_number("call-ms", call.seconds * 1000);
  wire_fact_number("noise-gap-ms", released.worst_wait * 1000);
  wire_fact_number("control-held-ratio", ratio(held));
  wire_fact_number("control-released-ratio", ratio(released));
}

/* Result of one call; -1 where it raised what was not declared. */
static int measured_call(python_object *code, python_object *globals, python_object *expects,
                         struct heartbeat_reading *reading) {
  let_heartbeat_run();
  heartbeat_reset();
  python_object *result = python.PyEval_EvalCode(code, globals, globals);
  *reading = heartbeat_read();
  if (result) {
    python.Py_DecRef(result);
    return 0;
  }
  python_object *declared = NULL;
  return declared_exception(expects, &declared) ? 0 : -1;
}

/* Noise only ever adds to a gap, so the lowest ratio of a few calls is the call's own. */
static int lowest(python_object *code, python_object *globals, python_object *expects, int tries,
                  struct heartbeat_reading *best) {
  for (int i = 0; i < tries; i++) {
    struct heartbeat_reading reading;
    if (measured_call(code, globals, expects, &reading) != 0)
      return -1;
    if (i == 0 || ratio(reading) < ratio(*best))
      *best = reading;
    if (reading.seconds > repeated_below_seconds)
      break;
  }
  return 0;
}

python_object *hold_run(python_object *module, python_object *arguments) {
  (void)module;
  python_object *code, *globals, *expects;
  int tries;
  if (!python.PyArg_ParseTuple(arguments, "OOOi", &code, &globals, &expects, &tries))
    return NULL;
  struct heartbeat_lock lock = {attach, detach, take, give};
  if (!heartbeat_start(&lock)) {
    wire_unmeasured("the heartbeat's thread could not be started");
    return python.Py_BuildValue("i", 1);
  }
  let_heartbeat_run();
  struct heartbeat_reading released = control_released(), held = control_held(), best = {0};
  int outcome = lowest(code, globals, expects, tries, &best);
  python_thread_state *state = python.PyEval_SaveThread();
  heartbeat_stop();
  python.PyEval_RestoreThread(state);
  if (outcome == 0)
    report(best, held, released);
  return python.Py_BuildValue("i", outcome == 0);
}
