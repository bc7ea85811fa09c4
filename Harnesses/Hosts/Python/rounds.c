#define _GNU_SOURCE
#include "rounds.h"

#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Growth/survivors.h"
#include "../../Instruments/References/watch.h"
#include "../Wire/wire.h"
#include "declared.h"

#include <stdint.h>
#include <string.h>

/* References a call: a tenth of what the slowest real leak showed, five times the noise of caches (BUGS: trial of the
   method). Judging has the last word; this only keeps the wire short. */
static const double drift_reported = 0.02;
enum { drifts_reported = 48 };

static struct {
  python_object *code, *globals, *expects;
  python_object *declared; /* the exception type that `expects` agreed to */
  int64_t raised;
  struct watch watch;
} rounds;

static int64_t count_of(void *object) { return python_reference_count(object); }

/* Twice: what the first collection's finalisers let go of is collected by the second. The runtime's cache of attributes
   keeps the last name of each of its 4,096 places, and a call that makes its names anew fills it by and by. */
static void settle(void *context) {
  (void)context;
  python.PyGC_Collect();
  python.PyGC_Collect();
  python.PyType_ClearCache();
}

static void release(python_object *object) {
  if (object)
    python.Py_DecRef(object);
}

/* One call; false where it raised what was not declared. */
static bool call(void) {
  python_object *result = python.PyEval_EvalCode(rounds.code, rounds.globals, rounds.globals);
  if (result) {
    python.Py_DecRef(result);
    return true;
  }
  rounds.raised++;
  return declared_exception(rounds.expects, &rounds.declared);
}

static double total_references(void *context) {
  (void)context;
  return (double)(python._Py_GetGlobalRefTotal ? python._Py_GetGlobalRefTotal() : python._Py_GetRefTotal());
}

/* A free-threaded Python insists on an allocator of its own for objects, which counts its live blocks itself. */
static double object_blocks(void) {
  python_object *ask = python.PySys_GetObject("getallocatedblocks"); /* borrowed */
  python_object *answer = ask ? python.PyObject_CallFunctionObjArgs(ask, NULL) : NULL;
  double blocks = answer ? python.PyFloat_AsDouble(answer) : 0;
  release(answer);
  return blocks;
}

static double (*native_blocks)(void *context);
static double all_blocks(void *context) { return native_blocks(context) + object_blocks(); }

static void count_blocks_of_objects(struct growth *growth) {
  for (size_t i = 0; i < growth->counter_count; i++)
    if (growth->counters[i].fact && strcmp(growth->counters[i].fact, "live-heap-blocks") == 0) {
      native_blocks = growth->counters[i].read;
      growth->counters[i].read = all_blocks;
    }
}

static void on_window(void *context, size_t window) {
  (void)context;
  watch_read(&rounds.watch, window);
}

struct span {
  size_t first, last;
};

/* Only the last round of windows counts: what moved before it has had its time to settle. */
static struct span last_round(const struct growth *growth) {
  size_t last = growth->readings - 1, windows = (size_t)growth->plan.windows;
  return (struct span){last > windows ? last - windows : 0, last};
}

static size_t next_drift(const struct growth *growth, size_t from) {
  struct span round = last_round(growth);
  return watch_next_drift(&rounds.watch, from, round.first, round.last, growth->calls, drift_reported);
}

static bool unsettled(void *context) { return next_drift(context, 0) < rounds.watch.count; }

static bool begin_watch(python_object *watched) {
  size_t count = (size_t)python.PyList_Size(watched);
  if (!watch_begin(&rounds.watch, count, growth_max_windows + 1, count_of))
    return false;
  for (size_t i = 0; i < count; i++)
    rounds.watch.objects[i] = python.PyList_GetItem(watched, (python_ssize)i);
  return true;
}

static python_object *list_of(const double *values, size_t first, size_t last) {
  python_object *list = python.PyList_New(0);
  for (size_t i = first; list && i <= last; i++) {
    python_object *number = python.PyFloat_FromDouble(values[i]);
    python.PyList_Append(list, number);
    python.Py_DecRef(number);
  }
  return list;
}

static void report_drift(python_object *report, const struct growth *growth, size_t object, size_t first) {
  double counts[growth_max_windows + 1];
  for (size_t i = 0; i < growth->readings; i++)
    counts[i] = watch_value(&rounds.watch, i, object);
  python_object *calls = list_of(growth->calls, first, growth->readings - 1);
  python_object *values = list_of(counts, first, growth->readings - 1);
  python_object *index = python.Py_BuildValue("n", (python_ssize)object);
  python_object *done = python.PyObject_CallFunctionObjArgs(report, index, calls, values, NULL);
  if (!done)
    python.PyErr_Print();
  release(done);
  release(index);
  release(values);
  release(calls);
}

static void report_drifts(python_object *report, const struct growth *growth) {
  size_t at = 0;
  for (int reported = 0; reported < drifts_reported; reported++, at++) {
    at = next_drift(growth, at);
    if (at == rounds.watch.count)
      return;
    report_drift(report, growth, at, last_round(growth).first);
  }
}

static bool run_growth(python_object *watched, python_object *report) {
  static struct growth growth;
  growth_begin(&growth, &growth_plan_default, &growth);
  growth.settle = settle;
  growth.on_window = on_window;
  growth.unsettled = unsettled;
  growth_count_process(&growth);
  if (python.free_threaded)
    count_blocks_of_objects(&growth);
  if (python._Py_GetRefTotal || python._Py_GetGlobalRefTotal)
    /* Noted only: an extension built for a release runtime counts no references, so sound calls move the total. */
    growth_note(&growth, "total-references", total_references);
  if (!begin_watch(watched))
    wire_unmeasured("there was no memory for the watch over reference counts");
  bool sound = true;
  while (sound && growth_next(&growth))
    sound = call();
  if (sound && growth.readings > 1) {
    growth_report(&growth);
    wire_fact_number("calls", growth.calls[growth.readings - 1]);
    wire_fact_number("raised-calls", (double)rounds.raised);
    report_drifts(report, &growth);
  }
  watch_end(&rounds.watch);
  return sound;
}

static bool run_recording(void) {
  struct survivors survivors;
  if (!survivors_begin(&survivors, settle, NULL))
    return true;
  bool sound = true;
  while (sound && survivors_next(&survivors))
    sound = call();
  survivors_report(&survivors);
  return sound;
}

python_object *rounds_run(python_object *module, python_object *arguments) {
  (void)module;
  python_object *watched, *report;
  int record;
  if (!python.PyArg_ParseTuple(arguments, "OOOOOp", &rounds.code, &rounds.globals, &rounds.expects, &watched, &report,
                               &record))
    return NULL;
  rounds.declared = NULL;
  rounds.raised = 0;
  bool sound = record ? run_recording() : run_growth(watched, report);
  return python.Py_BuildValue("i", sound);
}
