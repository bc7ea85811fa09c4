#include "planted.h"

static int fill(PyObject *module) {
  PyMethodDef *tables[] = {objects_methods, memory_methods, system_methods, sound_methods, hold_methods};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    if (PyModule_AddFunctions(module, tables[i]) < 0)
      return -1;
  return objects_add_types(module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "_native", .m_slots = slots};

PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&definition); }
