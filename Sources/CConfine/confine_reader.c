#include "include/confine_reader.h"
#include "confinement.h"

#include <sys/prctl.h>

int harness_confine_reader(const char *const *readable, size_t readable_count, const char *const *writable,
                           size_t writable_count) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return 0;
  int files = harness_confine_files(readable, readable_count, writable, writable_count);
  int calls = harness_confine_calls();
  return (files ? harness_confined_files : 0) | (calls ? harness_confined_calls : 0);
}
