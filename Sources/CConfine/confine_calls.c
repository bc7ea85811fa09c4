#define _GNU_SOURCE
#include "confinement.h"

#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#endif

#ifdef NATIVE
/* Calls from 424 on have the same number everywhere; older headers don't name them. */
enum {
  pidfd_send_signal = 424,
  io_uring_setup = 425,
  open_tree = 428,
  move_mount = 429,
  fsopen = 430,
  fsmount = 432,
  fspick = 433,
  pidfd_open = 434,
  clone3 = 435,
  openat2 = 437,
  pidfd_getfd = 438,
  process_madvise = 440,
  mount_setattr = 442,
  process_mrelease = 448,
  fchmodat2 = 452,
  setxattrat = 463,
  removexattrat = 466,
  open_tree_attr = 467,
  file_setattr = 469,
};

static const uint32_t refused[] = {
    /* The net, and other programs. */
    SYS_socket,
    SYS_socketpair,
    SYS_execve,
    SYS_execveat,
    /* Other processes: their memory, their descriptors, signals to them, how they are run. */
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_kill,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    pidfd_open,
    pidfd_send_signal,
    pidfd_getfd,
    process_madvise,
    process_mrelease,
    SYS_setpriority,
    SYS_ioprio_set,
    SYS_sched_setscheduler,
    SYS_sched_setparam,
    SYS_sched_setattr,
    SYS_move_pages,
    SYS_migrate_pages,
    /* What outlives it in the kernel. */
    SYS_shmget,
    SYS_semget,
    SYS_msgget,
    SYS_mq_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    /* Files by name, which Landlock doesn't guard, or not in each of its versions; by descriptor, for which it is
       enough that the file may be read. */
    SYS_truncate,
    SYS_fchmod,
    SYS_fchmodat,
    fchmodat2,
    SYS_fchown,
    SYS_fchownat,
    SYS_utimensat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    setxattrat,
    removexattrat,
    file_setattr,
    SYS_open_by_handle_at,
    SYS_fanotify_init,
    /* The system as a whole, for one who may. */
    SYS_setns,
    SYS_unshare,
    SYS_chroot,
    SYS_pivot_root,
    SYS_mount,
    SYS_umount2,
    open_tree,
    open_tree_attr,
    move_mount,
    fsopen,
    fsmount,
    fspick,
    mount_setattr,
    SYS_swapon,
    SYS_swapoff,
    SYS_reboot,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    io_uring_setup, /* whose requests no filter sees */
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
    SYS_iopl,
    SYS_ioperm,
#endif
};

/* Calls that keep their flags in memory, where a filter can't look: told that there is none, the C library takes the
   older one. */
static const uint32_t unknown[] = {clone3, openat2};

/* How a terminal is told from a file, and its width; FIONREAD. Others change files' flags or type into a terminal. */
static const uint32_t harmless_ioctls[] = {TCGETS, TIOCGWINSZ, FIONREAD};

enum { most = 512 };
static struct sock_filter program[most];
static size_t length;

static void add(uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
  if (length < most)
    program[length] = (struct sock_filter)BPF_JUMP(code, value, if_true, if_false);
  length++;
}

static void load(size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }
static void answer(uint32_t action) { add(BPF_RET | BPF_K, action, 0, 0); }
static void refuse(int number) { answer(SECCOMP_RET_ERRNO | (uint32_t)number); }
/* Passes over as many instructions where the loaded word is another, or is this one. */
static void skip_unless(uint32_t value, uint8_t count) { add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count); }
static void skip_if(uint32_t value, uint8_t count) { add(BPF_JMP | BPF_JEQ | BPF_K, value, count, 0); }

/* The lower half: both machines are little-endian, and the kernel takes an int of these. */
static void load_argument(int number) { load(offsetof(struct seccomp_data, args) + 8 * (size_t)number); }

/* Only of this process: its id, or 0 where `zero_is_own`. */
static void only_own(uint32_t call, uint32_t own, int zero_is_own) {
  skip_unless(call, zero_is_own ? 5 : 4);
  load_argument(0);
  if (zero_is_own)
    skip_if(0, 2);
  skip_if(own, 1);
  refuse(EPERM);
  answer(SECCOMP_RET_ALLOW);
}

/* Opening to read and truncating at once asks Landlock for the reading alone before its third version. */
static void no_truncation(uint32_t call, int flags) {
  skip_unless(call, 5);
  load_argument(flags);
  add(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR, 2, 0);
  add(BPF_JMP | BPF_JSET | BPF_K, O_TRUNC, 0, 1);
  refuse(EPERM);
  answer(SECCOMP_RET_ALLOW);
}

static void only_threads(void) {
  skip_unless(SYS_clone, 4);
  load_argument(0);
  add(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
  refuse(EPERM);
  answer(SECCOMP_RET_ALLOW);
}

static void only_harmless_ioctls(void) {
  size_t count = sizeof harmless_ioctls / sizeof *harmless_ioctls;
  skip_unless(SYS_ioctl, (uint8_t)(count + 3));
  load_argument(1);
  for (size_t index = 0; index < count; index++)
    skip_if(harmless_ioctls[index], (uint8_t)(count - index));
  refuse(EPERM);
  answer(SECCOMP_RET_ALLOW);
}

/* The execve whose path stands at one address, and no other: a program that was started so has another's there. */
static void admit(const char *path) {
  uint64_t address = (uintptr_t)path;
  skip_unless(SYS_execve, 6);
  load_argument(0);
  skip_unless((uint32_t)address, 3);
  load(offsetof(struct seccomp_data, args) + 4);
  skip_unless((uint32_t)(address >> 32), 1);
  answer(SECCOMP_RET_ALLOW);
  refuse(EPERM);
}

/* x32 numbers the same calls anew, from here on. */
#define FOREIGN_NUMBERS 0x40000000

static void only_native(void) {
  load(offsetof(struct seccomp_data, arch));
  skip_if(NATIVE, 1);
  refuse(ENOSYS);
  load(offsetof(struct seccomp_data, nr));
  add(BPF_JMP | BPF_JSET | BPF_K, FOREIGN_NUMBERS, 0, 1);
  refuse(ENOSYS);
}

/* Signals to its own threads are left, since abort() sends one; it has no children that could have its id after it. */
static void build(const char *admitted) {
  uint32_t own = (uint32_t)getpid();
  only_native();
  if (admitted)
    admit(admitted);
  for (size_t index = 0; index < sizeof refused / sizeof *refused; index++) {
    skip_unless(refused[index], 1);
    refuse(EPERM);
  }
  for (size_t index = 0; index < sizeof unknown / sizeof *unknown; index++) {
    skip_unless(unknown[index], 1);
    refuse(ENOSYS);
  }
  only_own(SYS_tgkill, own, 0);
  only_own(SYS_prlimit64, own, 1);
  only_own(SYS_sched_setaffinity, own, 1);
  no_truncation(SYS_openat, 2);
#ifdef SYS_open
  no_truncation(SYS_open, 1);
#endif
  only_threads();
  only_harmless_ioctls();
  answer(SECCOMP_RET_ALLOW);
}

int harness_confine_calls(const char *admitted) {
  length = 0;
  build(admitted);
  struct sock_fprog filter = {(unsigned short)length, program};
  return length <= most && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
#else
int harness_confine_calls(const char *admitted) {
  (void)admitted;
  return 0;
}
#endif
