/* Gives a program that embeds CPython, and exports it, the main of the `python` command. Preloaded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

typedef int main_function(int count, char **arguments, char **environment);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

static int python_main(int count, char **arguments, char **environment) {
  (void)environment;
  int (*run)(int, char **);
  *(void **)&run = dlsym(RTLD_DEFAULT, "Py_BytesMain");
  if (run)
    return run(count, arguments);
  fprintf(stderr, "%s exports no Py_BytesMain\n", arguments[0]);
  return 1;
}

/* What the C runtime calls with the program's own main. */
int __libc_start_main(main_function *main, int count, char **arguments, void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end);
int __libc_start_main(main_function *main, int count, char **arguments, void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end) {
  (void)main;
  start_function *start;
  *(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
  return start(python_main, count, arguments, init, fini, loader_fini, stack_end);
}
