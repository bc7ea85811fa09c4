#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)
#define REFUSE(number) ANSWER(SECCOMP_RET_ERRNO | (number))
/* Goes on to the next instruction where the value is another. */
#define WHERE_IS(value, action) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1), action
#define WHERE_HAS(bits, action) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1), action

/* clone3 keeps its flags in memory, where a filter can't look: told that there is none, the C library takes clone. */
#ifndef SYS_clone3
#define SYS_clone3 435
#endif

/* The call numbers of another architecture (x86's 32-bit ones among them) are not these. */
#if defined(__x86_64__)
#include <linux/audit.h>
#define NATIVE AUDIT_ARCH_X86_64
/* x32 numbers the same calls anew, from here on. */
#define FOREIGN_NUMBERS 0x40000000
#elif defined(__aarch64__)
#include <linux/audit.h>
#define NATIVE AUDIT_ARCH_AARCH64
#define FOREIGN_NUMBERS 0x40000000
#endif

#ifdef NATIVE
static struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0),
    REFUSE(ENOSYS),
    LOAD(nr),
    WHERE_HAS(FOREIGN_NUMBERS, REFUSE(ENOSYS)),
    WHERE_IS(SYS_keyctl, REFUSE(EPERM)),
    WHERE_IS(SYS_add_key, REFUSE(EPERM)),
    WHERE_IS(SYS_request_key, REFUSE(EPERM)),
    WHERE_IS(SYS_setns, REFUSE(EPERM)),
    WHERE_IS(SYS_clone3, REFUSE(ENOSYS)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 2, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 1, 0),
    ANSWER(SECCOMP_RET_ALLOW),
    LOAD(args[0]),
    WHERE_HAS(CLONE_NEWUSER, REFUSE(EPERM)),
    ANSWER(SECCOMP_RET_ALLOW),
};

int confine_self(void) {
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
int confine_self(void) { return 0; }
#endif
