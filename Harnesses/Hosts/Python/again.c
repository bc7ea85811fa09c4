#include "again.h"

#include "../Wire/wire.h"
#include "observation_module.h"

static struct {
  char *source, *job;
  const char *name;
} bootstrap;

void again_prepare(char *source, const char *name, char *job) {
  bootstrap.source = source;
  bootstrap.name = name;
  bootstrap.job = job;
}

python_object *again_bootstrap(bool again) {
  enum { file_input = 257 }; /* Py_file_input, Include/compile.h */
  python_object *module = python.PyImport_AddModule("_harness_bootstrap");
  python_object *globals = python.PyModule_GetDict(module);
  python.PyDict_SetItemString(globals, "host", observation_module_make());
  python.PyDict_SetItemString(globals, "job_text", python.Py_BuildValue("s", bootstrap.job));
  python.PyDict_SetItemString(globals, "again", python.Py_BuildValue("i", (int)again));
  python_object *code = python.Py_CompileString(bootstrap.source, bootstrap.name, file_input);
  return code ? python.PyEval_EvalCode(code, globals, globals) : NULL;
}

/* One that shares the GIL, as mod_wsgi's and jep's do, and takes any extension module that does not object. */
python_object *again_run(python_object *module, python_object *arguments) {
  (void)module;
  (void)arguments;
  python_thread_state *first = python.PyThreadState_Get();
  python_thread_state *second = python.Py_NewInterpreter();
  if (second) {
    if (!again_bootstrap(true))
      python.PyErr_Print();
    python.Py_EndInterpreter(second);
  } else {
    wire_unmeasured("this Python could not start a sub-interpreter");
  }
  python.PyThreadState_Swap(first);
  return python.Py_BuildValue("i", second != NULL);
}
