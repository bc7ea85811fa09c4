// exercise: {}
#include "control.h"

#include <sys/mman.h>

napi_value control_call(napi_env env) {
  (void)env;
  mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return NULL;
}
