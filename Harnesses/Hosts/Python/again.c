#include "again.h"

#include "../Wire/wire.h"
#include "observation_module.h"

static struct { const char *source, *name, *job; } bootstrap;

void again_prepare(const char *source, const char *name) {
  bootstrap.source = source;
  bootstrap.name = name;
}

static python_object *globals_of_bootstrap(void) {
  return python.PyModule_GetDict(python.PyImport_AddModule("_harness_bootstrap"));
}

bool again_call(const char *function, const char *job) {
  bootstrap.job = job;
  python_object *callable = python.PyDict_GetItemString(globals_of_bootstrap(), function);
  python_object *text = python.Py_BuildValue("s", job);
  python_object *result = callable && text ? python.PyObject_CallFunctionObjArgs(callable, text, NULL) : NULL;
  if (text)
    python.Py_DecRef(text);
  if (result)
    python.Py_DecRef(result);
  return result != NULL;
}

python_object *again_bootstrap(bool again) {
  enum { file_input = 257 }; /* Py_file_input, Include/compile.h */
  python_object *globals = globals_of_bootstrap();
  python.PyDict_SetItemString(globals, "host", observation_module_make());
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
    if (!again_bootstrap(true) || !again_call("begin", bootstrap.job))
      python.PyErr_Print();
    python.Py_EndInterpreter(second);
  } else {
    wire_unmeasured("this Python could not start a sub-interpreter");
  }
  python.PyThreadState_Swap(first);
  return python.Py_BuildValue("i", second != NULL);
}
