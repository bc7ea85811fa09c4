#define _GNU_SOURCE
#include "include/confine_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
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

static int confine_files(const char *const *readable, size_t readable_count, const char *const *writable,
                         size_t writable_count) {
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
  int done = syscall(restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return done;
}

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#endif

#ifdef NATIVE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)
#define REFUSE(number) ANSWER(SECCOMP_RET_ERRNO | (number))
/* Goes on to the next instruction where the call is another. */
#define REFUSE_CALL(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), REFUSE(EPERM)
/* x32 numbers the same calls anew, from here on. */
#define FOREIGN_NUMBERS 0x40000000

static struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0),
    REFUSE(ENOSYS),
    LOAD(nr),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, FOREIGN_NUMBERS, 0, 1),
    REFUSE(ENOSYS),
    REFUSE_CALL(SYS_socket),
    REFUSE_CALL(SYS_socketpair),
    REFUSE_CALL(SYS_execve),
    REFUSE_CALL(SYS_execveat),
    REFUSE_CALL(SYS_ptrace),
    REFUSE_CALL(SYS_process_vm_readv),
    REFUSE_CALL(SYS_process_vm_writev),
    REFUSE_CALL(SYS_kill),
    REFUSE_CALL(SYS_setns),
    REFUSE_CALL(SYS_unshare),
    REFUSE_CALL(SYS_mount),
    REFUSE_CALL(SYS_keyctl),
    REFUSE_CALL(SYS_add_key),
    REFUSE_CALL(SYS_request_key),
    REFUSE_CALL(SYS_bpf),
    REFUSE_CALL(SYS_perf_event_open),
    REFUSE_CALL(SYS_userfaultfd),
    REFUSE_CALL(SYS_open_by_handle_at),
    REFUSE_CALL(425), /* io_uring_setup, whose requests no filter sees */
#ifdef SYS_fork
    REFUSE_CALL(SYS_fork),
    REFUSE_CALL(SYS_vfork),
#endif
    /* clone3 keeps its flags in memory, where a filter can't look: told that there is none, the C library takes clone.
     */
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 435, 0, 1),
    REFUSE(ENOSYS),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 1, 0),
    ANSWER(SECCOMP_RET_ALLOW),
    /* Threads, and nothing that would outlive this process. */
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
    REFUSE(EPERM),
    ANSWER(SECCOMP_RET_ALLOW),
};

static int confine_calls(void) {
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
static int confine_calls(void) { return 0; }
#endif

int harness_confine_reader(const char *const *readable, size_t readable_count, const char *const *writable,
                           size_t writable_count) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return 0;
  int files = confine_files(readable, readable_count, writable, writable_count);
  int calls = confine_calls();
  return (files ? harness_confined_files : 0) | (calls ? harness_confined_calls : 0);
}
