/* The `raised` record. */
#pragma once

#include <stddef.h>

struct raised {
  const char *type;
  const char *base; /* NULL where it derives from nothing that has a name */
  const char *message;
  const char *step;
  /* Innermost first; none where NULL. Writes one wire_string a line. */
  void (*write_traceback)(const void *context);
  const void *context;
};

void raised_write(const struct raised *raised);
