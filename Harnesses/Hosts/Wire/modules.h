/* Which mapped file an address lies in, answered from a static table: safe in a signal handler. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct module {
  uintptr_t load; /* what the file's addresses are counted from */
  uintptr_t low, high;
  const char *path;
};

/* Reads the loader's list again; call it after each dlopen, and not after a dlclose, so that a jump into a file that
   has just been unmapped still gets its name. Allocates nothing. Not in a signal handler. */
void modules_refresh(void);

/* NULL where the address is in no file known at the last refresh. */
const struct module *modules_find(uintptr_t address);

/* The same, read from /proc/self/maps with system calls alone, for a file that was loaded since: a hang in a
   constructor or in an addon's registration. Fills `module`, its path in `path`. Safe in a signal handler. */
bool modules_find_mapped(uintptr_t address, struct module *module, char *path, size_t size);
