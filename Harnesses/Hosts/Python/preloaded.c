/* The host as a preloaded library, for a runtime that is no libpython but a program with all of it: what starts is the
   program, and the host's main takes the place of its own. */
#define _GNU_SOURCE
#include "inherited.h"

#include <dlfcn.h>

typedef int main_function(int count, char **arguments, char **environment);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

int python_host_main(int count, char **arguments);
start_function __libc_start_main;

static int host_main(int count, char **arguments, char **environment) {
  (void)environment;
  Dl_info self;
  if (dladdr(host_main, &self))
    inherited_forget("LD_PRELOAD", self.dli_fname);
  return python_host_main(count, arguments);
}

/* What the C runtime calls with the program's own main. */
int __libc_start_main(main_function *main, int count, char **arguments, void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end) {
  (void)main;
  start_function *start;
  *(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
  return start(host_main, count, arguments, init, fini, loader_fini, stack_end);
}
