#define _GNU_SOURCE
#include "guard_window.h"

#include "../../Instruments/Guard/guarding.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { prefix_limit = 64 };
static const char *prefixes[prefix_limit + 1];

/* The text stays: the instrument compares with it as long as the process lives. */
static void split(char *text) {
  size_t count = 0;
  for (char *rest, *line = strtok_r(text, "\n", &rest); line && count < prefix_limit;
       line = strtok_r(NULL, "\n", &rest))
    prefixes[count++] = line;
}

/* The loader's own name for the file that this function is in. */
static const char *runtime_library(void) {
  Dl_info info;
  void *function;
  memcpy(&function, &python.Py_InitializeEx, sizeof function);
  return dladdr(function, &info) ? info.dli_fname : NULL;
}

python_object *guard_window_prepare(python_object *module, python_object *arguments) {
  (void)module;
  const char *paths;
  if (!python.PyArg_ParseTuple(arguments, "s", &paths))
    return NULL;
  char *copy = strdup(paths);
  if (copy)
    split(copy);
  /* Where Python code runs. */
  void *loop = dlsym(RTLD_DEFAULT, "_PyEval_EvalFrameDefault");
  return python.Py_BuildValue("i", copy && guarding_prepare(prefixes, runtime_library(), loop));
}

python_object *guard_window_open(python_object *module, python_object *arguments) {
  (void)module;
  (void)arguments;
  return python.Py_BuildValue("i", guarding_begin());
}

python_object *guard_window_report(python_object *module, python_object *arguments) {
  (void)module;
  (void)arguments;
  guarding_report();
  return python.Py_BuildValue("");
}

python_object *guard_window_refuse(python_object *module, python_object *arguments) {
  (void)module;
  int nth;
  if (!python.PyArg_ParseTuple(arguments, "i", &nth))
    return NULL;
  python_object *none = python.Py_BuildValue("");
  guarding_refuse(nth);
  return none;
}

python_object *guard_window_asked(python_object *module, python_object *arguments) {
  (void)module;
  (void)arguments;
  return python.Py_BuildValue("n", (python_ssize)guarding_asked());
}
