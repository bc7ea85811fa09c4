#include "inherited.h"

#include <stdlib.h>
#include <string.h>

void inherited_forget(const char *variable, const char *first) {
  const char *list = getenv(variable);
  size_t length = strlen(first);
  if (!list || strncmp(list, first, length) != 0)
    return;
  if (list[length] == ':')
    setenv(variable, list + length + 1, 1);
  else if (!list[length])
    unsetenv(variable);
}
