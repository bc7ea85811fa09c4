#include "include/confine_reader.h"
#include "confinement.h"

#include <errno.h>
#include <sys/prctl.h>
#include <unistd.h>

static int confine(const char *const *readable, size_t readable_count, const char *const *writable,
                   size_t writable_count, const char *const *executable, size_t executable_count) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return 0;
  int files = harness_confine_files(readable, readable_count, writable, writable_count, executable, executable_count);
  int calls = harness_confine_calls(executable_count ? executable[0] : NULL);
  return (files ? harness_confined_files : 0) | (calls ? harness_confined_calls : 0);
}

int harness_confine_reader(const char *const *readable, size_t readable_count, const char *const *writable,
                           size_t writable_count) {
  return confine(readable, readable_count, writable, writable_count, NULL, 0);
}

int harness_become_reader(const char *const *readable, size_t readable_count, const char *const *writable,
                          size_t writable_count, const char *const *executable, size_t executable_count,
                          char *const *arguments, char *const *environment) {
  confine(readable, readable_count, writable, writable_count, executable, executable_count);
  execve(executable[0], arguments, environment);
  return errno;
}
