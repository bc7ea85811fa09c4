#define _GNU_SOURCE
#include "fork_whole.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* strtoul(3) may take the locale's lock. Stops at the first character that is no digit. */
static uintptr_t hexadecimal(const char **text) {
  uintptr_t value = 0;
  for (;; (*text)++)
    if (**text >= '0' && **text <= '9')
      value = value * 16 + (uintptr_t)(**text - '0');
    else if (**text >= 'a' && **text <= 'f')
      value = value * 16 + (uintptr_t)(**text - 'a' + 10);
    else
      return value;
}

/* `55d0c0000000-55d0c0021000 rw-p …` */
static void pass_on(const char *line) {
  uintptr_t start = hexadecimal(&line);
  line++;
  uintptr_t end = hexadecimal(&line);
  if (end > start)
    madvise((void *)start, end - start, MADV_DOFORK);
}

static void pass_on_all(int maps) {
  static char text[1 << 16];
  size_t held = 0;
  for (ssize_t got; (got = read(maps, text + held, sizeof text - 1 - held)) > 0;) {
    char *line = text, *end;
    text[held += (size_t)got] = 0;
    for (; (end = strchr(line, '\n')); line = end + 1)
      pass_on(line);
    held = strlen(line);
    memmove(text, line, held);
  }
}

pid_t fork_whole(void) {
  int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (maps >= 0) {
    pass_on_all(maps);
    close(maps);
  }
  return _Fork();
}
