#define _GNU_SOURCE
#include "python_api.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

struct python_api python;

#define FIND(name) *(void **)&python.name = dlsym(library, #name)
#define PYTHON_REQUIRED(result, name, parameters)                                                                      \
  FIND(name);                                                                                                          \
  if (!python.name)                                                                                                    \
    return #name;
#define PYTHON_OPTIONAL(result, name, parameters) FIND(name);

/* The runtime is the program that the host was preloaded into. */
static bool is_this_program(const char *path) {
  struct stat runtime, program;
  return stat(path, &runtime) == 0 && stat("/proc/self/exe", &program) == 0 && runtime.st_dev == program.st_dev &&
         runtime.st_ino == program.st_ino;
}

const char *python_api_load(const char *path) {
  /* Global, since extension modules resolve Py* in it. */
  void *library = dlopen(is_this_program(path) ? NULL : path, RTLD_NOW | RTLD_GLOBAL);
  if (!library)
    return dlerror();
  PYTHON_API(PYTHON_REQUIRED, PYTHON_OPTIONAL)
  python.no_site = dlsym(library, "Py_NoSiteFlag");
  python.none = dlsym(library, "_Py_NoneStruct");
  python.free_threaded = dlsym(library, "_Py_DecRefShared") != NULL;
  return python.none ? NULL : "_Py_NoneStruct";
}

/* Below 3.14 Py_REFCNT is a macro over the first word of the object (Include/object.h); a free-threaded object keeps a
   32-bit local count at byte 12 and a shared one, shifted by two, at byte 16 (PEP 703; _Py_REF_SHARED_SHIFT). */
python_ssize python_reference_count(python_object *object) {
  if (python.Py_REFCNT)
    return python.Py_REFCNT(object);
  if (!python.free_threaded) {
    python_ssize count;
    memcpy(&count, object, sizeof count);
    return count;
  }
  uint32_t local;
  python_ssize shared;
  memcpy(&local, (char *)object + 12, sizeof local);
  memcpy(&shared, (char *)object + 16, sizeof shared);
  return (python_ssize)local + (shared >> 2);
}
