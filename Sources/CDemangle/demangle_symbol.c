#include "include/demangle_symbol.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* libiberty's header wants a configured tree (it includes ansidecl.h beside it), so the two functions used are declared
   here. DMGL_PARAMS = 1, DMGL_ANSI = 2: include/demangle.h of binutils. */
typedef void (*demangle_callback)(const char *text, size_t length, void *state);
extern int rust_demangle_callback(const char *mangled, int options, demangle_callback callback, void *state);
extern int cplus_demangle_v3_callback(const char *mangled, int options, demangle_callback callback, void *state);

/* Back-references let a symbol of 100 bytes expand to gigabytes, and libiberty has no limit of its own; the callback
   forms let us leave as soon as the text is longer than anybody would read. */
enum { longest_mangled = 8192, longest_demangled = 16384 };

struct bounded_text {
  jmp_buf too_long;
  size_t length;
  char text[longest_demangled];
};

static void append(const char *text, size_t length, void *state) {
  struct bounded_text *result = state;
  if (length >= longest_demangled - result->length)
    longjmp(result->too_long, 1);
  memcpy(result->text + result->length, text, length);
  result->length += length;
}

static int demangle(const char *symbol, struct bounded_text *result) {
  const int options = 1 | 2;
  result->length = 0;
  if (rust_demangle_callback(symbol, options, append, result))
    return 1;
  result->length = 0;
  return cplus_demangle_v3_callback(symbol, options, append, result);
}

char *harness_demangle(const char *symbol) {
  if (strnlen(symbol, longest_mangled) == longest_mangled)
    return NULL;
  struct bounded_text *volatile result = malloc(sizeof *result);
  if (result == NULL)
    return NULL;
  char *text = NULL;
  if (setjmp(result->too_long) == 0 && demangle(symbol, result))
    text = strndup(result->text, result->length);
  free(result);
  return text;
}
