#include "include/demangle_symbol.h"

/* libiberty's header wants a configured tree (it includes ansidecl.h beside it), so the one function used is declared
   here. DMGL_PARAMS = 1 | DMGL_ANSI = 2 | DMGL_AUTO = 256: include/demangle.h of binutils. */
extern char *cplus_demangle(const char *mangled, int options);

char *harness_demangle(const char *symbol) { return cplus_demangle(symbol, 1 | 2 | 256); }
