/* The part of CPython's C API that the host uses, found with dlsym in whichever libpython a runtime names.

   Declared by hand, since one binary serves 3.9 and later, debug and free-threaded builds: only functions of the stable
   ABI, or exported by all of them, and no structure's layout. Signatures are those of the C API reference. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct python_object python_object;
typedef ptrdiff_t python_ssize;
typedef struct python_thread_state python_thread_state;

struct python_method {
  const char *name;
  python_object *(*function)(python_object *self, python_object *arguments);
  int flags;
  const char *doc;
};
enum { python_varargs = 1, python_no_arguments = 4 };

/* The optional ones are NULL where the runtime has none. */
/* It would indent each line below the one before. */
/* clang-format off */
#define PYTHON_API(required, optional) \
  required(void, Py_InitializeEx, (int install_signals)) \
  required(int, Py_FinalizeEx, (void)) \
  required(python_object *, Py_CompileString, (const char *source, const char *name, int start)) \
  required(python_object *, PyEval_EvalCode, (python_object *code, python_object *globals, python_object *locals)) \
  required(python_object *, PyImport_AddModule, (const char *name)) \
  required(python_object *, PyModule_GetDict, (python_object *module)) \
  required(python_object *, PyModule_New, (const char *name)) \
  required(int, PyModule_AddFunctions, (python_object *module, struct python_method *methods)) \
  required(python_object *, PyImport_GetModuleDict, (void)) \
  required(python_object *, PyDict_GetItemString, (python_object *dict, const char *key)) \
  required(int, PyDict_SetItemString, (python_object *dict, const char *key, python_object *value)) \
  required(int, PyArg_ParseTuple, (python_object *arguments, const char *format, ...)) \
  required(python_object *, Py_BuildValue, (const char *format, ...)) \
  required(python_object *, PyObject_CallFunctionObjArgs, (python_object *callable, ...)) \
  required(int, PyObject_IsTrue, (python_object *object)) \
  required(python_object *, PyList_New, (python_ssize length)) \
  required(int, PyList_Append, (python_object *list, python_object *item)) \
  required(python_ssize, PyList_Size, (python_object *list)) \
  required(python_object *, PyList_GetItem, (python_object *list, python_ssize index)) \
  required(python_object *, PyFloat_FromDouble, (double value)) \
  required(double, PyFloat_AsDouble, (python_object *object)) \
  required(python_object *, PyErr_Occurred, (void)) \
  required(void, PyErr_Clear, (void)) \
  required(void, PyErr_Print, (void)) \
  required(void, PyErr_Fetch, (python_object **type, python_object **value, python_object **traceback)) \
  required(void, PyErr_NormalizeException, (python_object **type, python_object **value, python_object **traceback)) \
  required(int, PyException_SetTraceback, (python_object *value, python_object *traceback)) \
  required(void, Py_IncRef, (python_object *object)) \
  required(void, Py_DecRef, (python_object *object)) \
  required(python_ssize, PyGC_Collect, (void)) \
  required(unsigned int, PyType_ClearCache, (void)) \
  required(int, PyGILState_Ensure, (void)) \
  required(void, PyGILState_Release, (int state)) \
  required(python_thread_state *, PyEval_SaveThread, (void)) \
  required(void, PyEval_RestoreThread, (python_thread_state *state)) \
  required(python_thread_state *, PyThreadState_Get, (void)) \
  required(python_thread_state *, PyThreadState_Swap, (python_thread_state *state)) \
  required(python_thread_state *, Py_NewInterpreter, (void)) \
  required(void, Py_EndInterpreter, (python_thread_state *state)) \
  required(const char *, Py_GetVersion, (void)) \
  required(void, PyOS_BeforeFork, (void)) \
  required(void, PyOS_AfterFork_Parent, (void)) \
  required(void, PyOS_AfterFork_Child, (void)) \
  required(void, PyMem_Free, (void *block)) \
  required(python_object *, PySys_GetObject, (const char *name)) \
  optional(python_ssize, _Py_GetRefTotal, (void)) \
  optional(python_ssize, _Py_GetGlobalRefTotal, (void)) \
  optional(python_ssize, Py_REFCNT, (python_object *object))
/* clang-format on */

#define PYTHON_MEMBER(result, name, parameters) result(*name) parameters;
struct python_api {
  PYTHON_API(PYTHON_MEMBER, PYTHON_MEMBER)
  int *no_site; /* Py_NoSiteFlag */
  python_object *none;
  bool free_threaded;
};
#undef PYTHON_MEMBER

extern struct python_api python;

/* NULL, or what is missing. */
const char *python_api_load(const char *library);
python_ssize python_reference_count(python_object *object);
