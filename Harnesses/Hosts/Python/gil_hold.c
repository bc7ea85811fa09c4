#define _GNU_SOURCE
#include "gil_hold.h"

#include "../../Instruments/Heartbeat/hold.h"
#include "declared.h"

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

static python_thread_state *host_state;

static void host_take(void) { python.PyEval_RestoreThread(host_state); }
static void host_give(void) { host_state = python.PyEval_SaveThread(); }

/* False where it raised what was not declared. */
static bool call(python_object *code, python_object *globals, python_object *expects) {
  python_object *result = python.PyEval_EvalCode(code, globals, globals);
  if (result) {
    python.Py_DecRef(result);
    return true;
  }
  python_object *declared = NULL;
  return declared_exception(expects, &declared);
}

python_object *hold_run(python_object *module, python_object *arguments) {
  static const struct hold_lock lock = {{attach, detach, take, give}, host_take, host_give};
  (void)module;
  python_object *code, *globals, *expects;
  struct hold hold;
  int once, record;
  if (!python.PyArg_ParseTuple(arguments, "OOOip", &code, &globals, &expects, &once, &record))
    return NULL;
  if (!(record ? hold_begin_sampling : hold_begin)(&hold, &lock, once))
    return python.Py_BuildValue("i", 1);
  bool sound = true;
  while (sound && hold_next(&hold))
    sound = call(code, globals, expects);
  if (sound && !record)
    hold_report(&hold);
  hold_end(&hold);
  return python.Py_BuildValue("i", sound);
}
