/* The planted defects: what each file adds to the module. */
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern PyMethodDef objects_methods[], memory_methods[], system_methods[], sound_methods[], hold_methods[];

/* Types; 0 where they were added. */
int objects_add_types(PyObject *module);
