/* The supervisor: stands between the harness and one host process, and leaves nothing of it alive.

   stdin is the harness's hand: at end of file (the harness is gone, or wants an end) the host is killed. stdout carries
   the host's records line by line, then what it wrote to stdout and stderr, its stacks, and how it ended. The host gets
   a session of its own, so that no terminal reaches it and its group can be killed as one.

   With --template the host is a template (../Template): it gets stdin and stdout as well, reads jobs from the one, and
   what it forks for them answers on the other. */
#define _GNU_SOURCE
#include "../Wire/wire.h"
#include "confine.h"
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static struct options options;

static void limit(int resource, int64_t value) {
  struct rlimit limits = {(rlim_t)value, (rlim_t)value};
  setrlimit(resource, &limits);
}

static void set_limits(void) {
  limit(RLIMIT_CORE, 0);
  if (options.address_space > 0)
    limit(RLIMIT_AS, options.address_space);
  if (options.data > 0)
    limit(RLIMIT_DATA, options.data);
  if (options.file_size > 0)
    limit(RLIMIT_FSIZE, options.file_size);
}

static void become_host(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int jobs = fcntl(0, F_DUPFD_CLOEXEC, 128), answers = fcntl(1, F_DUPFD_CLOEXEC, 128);
  supervise_become_host(wire_descriptor, stacks_descriptor);
  set_limits();
  if (options.preload)
    setenv("LD_PRELOAD", options.preload, 1);
  if (options.confine)
    unsetenv("PWD"); /* bwrap's */
  /* Room in the table of descriptors for the wire's high ones: a process with threads that makes it itself waits for a
     grace period of the kernel, 12 ms. Closed with the exec; the room stays. */
  fcntl(0, F_DUPFD_CLOEXEC, 1000);
  if (options.keeps_template) {
    dup2(jobs, template_jobs_descriptor);
    dup2(answers, template_answers_descriptor);
  }
  close_range(options.keeps_template ? template_answers_descriptor + 1 : stacks_descriptor + 1, ~0U, 0);
  if (options.confine && !confine_self()) {
    dprintf(2, "the filter of system calls: %s\n", strerror(errno));
    _exit(wire_exit_exec);
  }
  execv(options.command[0], options.command);
  dprintf(2, "%s: %s\n", options.command[0], strerror(errno));
  _exit(wire_exit_exec);
}

int main(int count, char **arguments) {
  sigset_t mask;
  if (!options_parse(&options, count, arguments)) {
    fprintf(stderr, "supervisor: expected --deadline-ms N --exit-ms N … -- HOST ARGUMENT…\n");
    return wire_exit_usage;
  }
  signal(SIGPIPE, SIG_IGN);
  if (supervise_start(&options, (struct harness_ends){0, 1}, &mask))
    become_host();
  return supervise() ? 0 : wire_exit_lost;
}
