#define _GNU_SOURCE
#include "confinement.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock's interface, as the kernel's documentation has it ("Landlock: unprivileged access control"): older C
   libraries have neither its header nor its call numbers, which are the same everywhere. */
struct landlock_ruleset {
  uint64_t handled_access;
};
struct landlock_path {
  uint64_t allowed_access;
  int32_t parent;
} __attribute__((packed));

enum { create_ruleset = 444, add_rule = 445, restrict_self = 446, rule_path_beneath = 1, ruleset_version = 1 };

/* Bits 0 to 12 are in the first version: execute, write, read, list, remove, make; 14 is truncate, of the third. */
#define ACCESS_EXECUTE (1ULL << 0)
#define ACCESS_READ ((1ULL << 2) | (1ULL << 3))
#define ACCESS_TRUNCATE (1ULL << 14)
#define ACCESS_ALL ((1ULL << 13) - 1)
/* What a rule on a file may name: execute, write, read, truncate. */
#define ACCESS_OF_FILE ((1ULL << 0) | (1ULL << 1) | (1ULL << 2) | ACCESS_TRUNCATE)

static void allow(int ruleset, const char *path, uint64_t access) {
  int place = open(path, O_PATH | O_CLOEXEC);
  struct stat status;
  if (place < 0)
    return;
  if (fstat(place, &status) == 0) {
    if (!S_ISDIR(status.st_mode))
      access &= ACCESS_OF_FILE;
    struct landlock_path rule = {access, place};
    syscall(add_rule, ruleset, rule_path_beneath, &rule, 0);
  }
  close(place);
}

int harness_confine_files(const char *const *readable, size_t readable_count, const char *const *writable,
                          size_t writable_count, const char *const *executable, size_t executable_count) {
  long version = syscall(create_ruleset, NULL, 0, ruleset_version);
  if (version < 1)
    return 0;
  uint64_t all = ACCESS_ALL | (version >= 3 ? ACCESS_TRUNCATE : 0);
  struct landlock_ruleset rules = {all};
  int ruleset = (int)syscall(create_ruleset, &rules, sizeof rules, 0);
  if (ruleset < 0)
    return 0;
  for (size_t index = 0; index < readable_count; index++)
    allow(ruleset, readable[index], ACCESS_READ);
  for (size_t index = 0; index < writable_count; index++)
    allow(ruleset, writable[index], all);
  for (size_t index = 0; index < executable_count; index++)
    allow(ruleset, executable[index], ACCESS_EXECUTE | ACCESS_READ);
  int done = syscall(restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return done;
}
