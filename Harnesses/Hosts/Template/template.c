#define _GNU_SOURCE
#include "template.h"

#include "../Supervisor/supervise.h"
#include "../Wire/wire.h"
#include "fitness.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { first_high_descriptor = 900, job_limit = 8192, word_limit = 24 };

static int jobs, answers;

static int moved_up(int descriptor) {
  int high = fcntl(descriptor, F_DUPFD_CLOEXEC, first_high_descriptor);
  if (high < 0)
    template_give_up("its descriptors could not be moved");
  close(descriptor);
  return high;
}

void template_open(void) {
  jobs = moved_up(template_jobs_descriptor);
  answers = moved_up(template_answers_descriptor);
}

void template_give_up(const char *reason) {
  wire_fact_string(WIRE_TEMPLATE_UNFIT, reason);
  _exit(wire_exit_host);
}

/* A job is words, each ended by a zero byte, and an empty one behind the last: the supervisor's options, `--`, and the
   path of the job's file. False where the harness wants no more. */
static bool read_job(char *text, char **words, int *count) {
  size_t length = 0;
  *count = 1;
  words[0] = "template";
  words[1] = text;
  while (length < job_limit && *count < word_limit) {
    ssize_t got = read(jobs, text + length, 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    if (text[length++] != 0)
      continue;
    if (words[*count] == text + length - 1)
      return true;
    words[++*count] = text + length;
  }
  return false;
}

static void begin_host(const sigset_t *mask) {
  supervise_become_host(wire_records(), wire_stacks());
  fcntl(wire_records(), F_SETFD, FD_CLOEXEC);
  fcntl(wire_stacks(), F_SETFD, FD_CLOEXEC);
  close(jobs);
  close(answers);
  sigprocmask(SIG_SETMASK, mask, NULL);
}

/* In the process that was forked from the template: true in the host, which was forked from it in turn. */
static bool split(const struct options *options) {
  sigset_t mask;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (supervise_start(options, (struct harness_ends){jobs, answers}, &mask)) {
    begin_host(&mask);
    return true;
  }
  _exit(supervise() ? 0 : wire_exit_lost);
}

/* A supervisor that did not come to its end has told nothing of its host, and who waits for that has to know. */
static void await_supervisor(pid_t supervisor) {
  int status;
  while (waitpid(supervisor, &status, 0) < 0)
    if (errno != EINTR)
      _exit(wire_exit_host);
  if (status != 0)
    _exit(wire_exit_host);
}

const char *template_await(const struct template_fork *around) {
  static char text[job_limit];
  static struct options options;
  char *words[word_limit + 1];
  int count;
  wire_fact_string(WIRE_TEMPLATE, "ready");
  while (read_job(text, words, &count)) {
    if (!options_parse(&options, count, words) || !fitness_has_one_thread())
      _exit(wire_exit_usage);
    around->before();
    pid_t forked = fork();
    if (forked == 0 && split(&options)) {
      around->in_child();
      return options.command[0];
    }
    around->in_parent();
    await_supervisor(forked);
  }
  _exit(0);
}
