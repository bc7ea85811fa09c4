#include "observation_module.h"

#include "../../Instruments/Guard/guarding.h"
#include "../Wire/wire.h"
#include "again.h"
#include "gil_hold.h"
#include "guard_window.h"
#include "interrupt.h"
#include "rounds.h"

#include <string.h>

static enum ending ending;

static python_object *nothing(void) {
  python.Py_IncRef(python.none);
  return python.none;
}

static python_object *with_text(python_object *arguments, void (*write)(const char *)) {
  const char *text;
  if (!python.PyArg_ParseTuple(arguments, "s", &text))
    return NULL;
  write(text);
  return nothing();
}

static void write_record(const char *record) { wire_raw(record, strlen(record)); }

/* What the step before has loaded gets its name in a stack. */
static void begin_step(const char *name) {
  guarding_refresh();
  wire_step(name);
}

static python_object *step(python_object *self, python_object *arguments) {
  return (void)self, with_text(arguments, begin_step);
}

static python_object *skip(python_object *self, python_object *arguments) {
  return (void)self, with_text(arguments, wire_skip);
}

static python_object *unmeasured(python_object *self, python_object *arguments) {
  return (void)self, with_text(arguments, wire_unmeasured);
}

static python_object *record(python_object *self, python_object *arguments) {
  return (void)self, with_text(arguments, write_record);
}

static python_object *set_ending(python_object *self, python_object *arguments) {
  (void)self;
  int wanted;
  if (!python.PyArg_ParseTuple(arguments, "i", &wanted))
    return NULL;
  ending = (enum ending)wanted;
  return nothing();
}

static python_object *stacks(python_object *self, python_object *arguments) {
  (void)self;
  (void)arguments;
  return python.Py_BuildValue("i", wire_stacks());
}

enum ending observation_ending(void) { return ending; }

static struct python_method functions[] = {
    {"step", step, python_varargs, "Writes that this step is about to be taken."},
    {"skip", skip, python_varargs, "Writes that the probe does not apply."},
    {"unmeasured", unmeasured, python_varargs, "Writes that the probe could not measure."},
    {"record", record, python_varargs, "Writes a record as it stands."},
    {"ending", set_ending, python_varargs,
     "Says how the host leaves: 0 at once, 1 finalised, 2 through exit, 3 as a child."},
    {"stacks", stacks, python_varargs, "Descriptor of the stacks."},
    {"rounds", rounds_run, python_varargs, "Calls an exercise between readings of counters."},
    {"again", again_run, python_no_arguments, "Runs the bootstrap once more, in an interpreter of its own."},
    {"hold", hold_run, python_varargs, "Measures how long a call keeps the GIL."},
    {"interrupt_after", interrupt_after, python_varargs, "Sends this process a SIGINT, so many seconds from now."},
    {"guard_prepare", guard_window_prepare, python_varargs, "Tells the guard which files are the artifact's."},
    {"guard_open", guard_window_open, python_no_arguments, "Gives every block from now on pages of its own."},
    {"guard_report", guard_window_report, python_no_arguments, "Writes what the guard found."},
    {"refuse", guard_window_refuse, python_varargs, "Refuses the nth block that the artifact's code asks for."},
    {"asked", guard_window_asked, python_no_arguments, "How many blocks the artifact's code has asked for since."},
    {0},
};

python_object *observation_module_make(void) {
  python_object *module = python.PyModule_New("_harness_host");
  if (module)
    python.PyModule_AddFunctions(module, functions);
  return module;
}
