#define _GNU_SOURCE
#include "supervise.h"

#include "../Wire/wire.h"
#include "capture.h"
#include "descendants.h"
#include "last_records.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum channel { channel_out, channel_err, channel_wire, channel_stacks, channel_count };
enum { wire_total_limit = 32 << 20 };

static const struct options *options;
static struct harness_ends ends;
static int reading[channel_count], writing[channel_count];
static struct capture captures[channel_count];
static char wire_line[wire_line_limit];
static size_t wire_length, wire_total, wire_refused;

/* The harness's hand is open, and no order to end has come. */
static bool hand = true, ordered_to_end;
static int signals;

static pid_t supervisor, host, stack_command;
static int host_status;
static bool host_ended, host_is_lost;
static struct rusage host_usage;
static int64_t started_ms, deadline_at, step_at, step_limit;
static const char *deadline_name = "cell", *missed_deadline;
static bool exit_began;
static int teardown_at = -1;

static bool await_harness(void);

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The host's side. */

void supervise_become_host(int wire, int stacks) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != supervisor)
    _exit(wire_exit_exec);
  int targets[channel_count] = {[channel_out] = 1, [channel_err] = 2, [channel_wire] = wire, [channel_stacks] = stacks};
  /* Above every target first: a pipe's end may stand where another has to go. */
  int high[channel_count], devnull = open("/dev/null", O_RDONLY);
  for (int i = 0; i < channel_count; i++) {
    high[i] = fcntl(writing[i], F_DUPFD_CLOEXEC, 64);
    close(writing[i]);
    close(reading[i]);
  }
  dup2(devnull, 0);
  if (devnull != 0)
    close(devnull);
  for (int i = 0; i < channel_count; i++) {
    dup2(high[i], targets[i]);
    close(high[i]);
  }
}

static void open_channels(void) {
  for (int i = 0; i < channel_count; i++) {
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
      _exit(wire_exit_exec);
    reading[i] = pipe_ends[0];
    writing[i] = pipe_ends[1];
    fcntl(reading[i], F_SETFL, O_NONBLOCK);
  }
}

/* Blocked before the fork, so that no end of the host is missed; the host gets the mask that was. */
static sigset_t watched_signals(sigset_t *mask) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  sigprocmask(SIG_BLOCK, &set, mask);
  return set;
}

bool supervise_start(const struct options *wanted, struct harness_ends harness, sigset_t *mask) {
  options = wanted;
  ends = harness;
  supervisor = getpid();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t watched = watched_signals(mask);
  open_channels();
  started_ms = now_ms();
  deadline_at = started_ms + options->deadline_ms;
  host = fork();
  if (host == 0)
    return true;
  if (host < 0)
    _exit(wire_exit_exec);
  /* The host may be of the same user, and has no business in here: it can't trace this process, nor reach its records
     by /proc. */
  prctl(PR_SET_DUMPABLE, 0);
  /* What a template's artifact has set for these is the host's; a supervisor needs its own. */
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  signals = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
  fcntl(ends.answers, F_SETFL, fcntl(ends.answers, F_GETFL) | O_NONBLOCK);
  wire_use(ends.answers, await_harness);
  /* The stacks' end stays open for the stack command. */
  for (int i = 0; i < channel_stacks; i++)
    close(writing[i]);
  return false;
}

/* Channels. */

static bool begins(const char *text, size_t length, const char *prefix) {
  size_t wanted = strlen(prefix);
  return length >= wanted && memcmp(text, prefix, wanted) == 0;
}

/* The exit deadline runs from the first step that takes the runtime or the artifact down; those after it move it no
   more. */
static void note_step(void) {
  size_t prefix = strlen(WIRE_STEP_PREFIX);
  const char *step = wire_line + prefix;
  size_t left = wire_length - prefix;
  bool leaving = begins(step, left, WIRE_STEP_FINALISE) || begins(step, left, WIRE_STEP_UNLOAD) ||
                 begins(step, left, WIRE_STEP_DONE);
  if (leaving && teardown_at < 0 && !exit_began) {
    exit_began = true;
    deadline_at = now_ms() + options->exit_ms;
    deadline_name = "exit";
  }
}

/* A template that is ready waits for as long as it is wanted. */
static void note_readiness(void) {
  if (options->keeps_template && begins(wire_line, wire_length, WIRE_TEMPLATE_READY))
    deadline_at = INT64_MAX;
}

static void pass_on_line(void) {
  if (begins(wire_line, wire_length, "{\"harness\":1,") && wire_total < wire_total_limit)
    wire_raw(wire_line, wire_length);
  else
    wire_refused++;
  if (begins(wire_line, wire_length, WIRE_STEP_PREFIX))
    note_step();
  note_readiness();
  wire_length = 0;
}

static void take_wire(const char *bytes, size_t count) {
  wire_total += count;
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] == '\n')
      pass_on_line();
    else if (wire_length < sizeof wire_line)
      wire_line[wire_length++] = bytes[i];
  }
}

/* At most this much at a time from each, so that a flood on one does not starve the deadline or the wire. */
static void drain(int channel, size_t budget) {
  char buffer[65536];
  while (reading[channel] >= 0 && budget > 0) {
    ssize_t got = read(reading[channel], buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 && errno == EAGAIN)
      return;
    if (got <= 0) {
      close(reading[channel]);
      reading[channel] = -1;
      return;
    }
    if (channel == channel_wire)
      take_wire(buffer, (size_t)got);
    else
      capture_add(&captures[channel], buffer, (size_t)got);
    budget -= (size_t)got < budget ? (size_t)got : budget;
  }
}

/* Teardown. */

static void run_stack_command(void) {
  char process[16];
  snprintf(process, sizeof process, "%d", host);
  stack_command = fork();
  if (stack_command != 0)
    return;
  setsid();
  dup2(open("/dev/null", O_WRONLY), 2);
  dup2(writing[channel_stacks], 1);
  execlp(options->stack_command, options->stack_command, "-p", process, (char *)NULL);
  _exit(wire_exit_exec);
}

static void teardown_next(void) {
  teardown_at++;
  bool last = teardown_at >= options->teardown_count;
  if (last)
    kill(-host, SIGKILL); /* fails where the child has no session yet, so the process itself as well */
  kill(host, last ? SIGKILL : options->teardown[teardown_at].signal);
  if (!last && options->teardown[teardown_at].signal == SIGUSR1 && options->stack_command)
    run_stack_command();
  step_at = step_limit = now_ms() + (last ? 1000 : options->teardown[teardown_at].wait_ms);
}

/* A busy machine may take long to the first stack; once they come, a pause means that all are there. */
static void note_stacks(void) {
  enum { pause_ms = 250 };
  static int64_t seen;
  int64_t total = (int64_t)captures[channel_stacks].total, soon = now_ms() + pause_ms;
  if (teardown_at >= 0 && total > seen)
    step_at = soon < step_limit ? soon : step_limit;
  seen = total;
}

static void kill_now(void) {
  teardown_at = options->teardown_count - 1;
  teardown_next();
}

static void check_deadline(void) {
  if (teardown_at < 0 && now_ms() >= deadline_at) {
    missed_deadline = deadline_name;
    teardown_next();
  } else if (teardown_at >= 0 && now_ms() >= step_at) {
    teardown_next();
  }
}

static int wait_ms(void) {
  int64_t until = (teardown_at < 0 ? deadline_at : step_at) - now_ms();
  return until < 0 ? 0 : until > 60000 ? 60000 : (int)until;
}

/* It is the harness's own, so what is left of it is no descendant of the host. */
static void end_stack_command(void) {
  if (stack_command <= 0)
    return;
  kill(-stack_command, SIGKILL);
  kill(stack_command, SIGKILL);
  waitpid(stack_command, NULL, 0);
  while (waitpid(-stack_command, NULL, 0) > 0)
    ;
}

/* Reaping. */

static void reap(void) {
  struct rusage usage;
  int status;
  pid_t process;
  while ((process = wait4(-1, &status, WNOHANG, &usage)) > 0)
    if (process == host) {
      host_ended = true;
      host_status = status;
      host_usage = usage;
    } else if (process == stack_command) {
      stack_command = 0;
    }
  /* Somebody else has waited for it, or the kernel did: how it ended is not known. */
  if (process < 0 && errno == ECHILD && !host_ended)
    host_ended = host_is_lost = true;
}

/* Orders. */

static void order_end(void) {
  ordered_to_end = true;
  if (!host_ended)
    kill_now();
}

/* What comes from the hand of a template are jobs: they are the template's to read. */
static short hand_events(void) { return options->keeps_template ? 0 : POLLIN; }

static bool hand_is_gone(void) {
  char byte;
  struct pollfd polled = {ends.hand, hand_events(), 0};
  if (poll(&polled, 1, 0) <= 0)
    return false;
  return options->keeps_template || read(ends.hand, &byte, 1) <= 0;
}

static void obey_orders(void) {
  struct signalfd_siginfo info;
  while (read(signals, &info, sizeof info) == sizeof info)
    if (info.ssi_signo != SIGCHLD)
      order_end();
  if (hand && hand_is_gone()) {
    hand = false;
    order_end();
  }
}

/* A harness that reads slowly is waited for, while deadlines and orders hold; after an order, or where it is gone, what
   it does not take is given up: ending all that the host started comes first. */
static bool await_harness(void) {
  if (errno != EAGAIN)
    order_end();
  struct pollfd polled[] = {
      {ends.answers, POLLOUT, 0}, {signals, POLLIN, 0}, {hand ? ends.hand : -1, hand_events(), 0}};
  if (!ordered_to_end)
    poll(polled, sizeof polled / sizeof *polled, host_ended ? -1 : wait_ms());
  obey_orders();
  reap();
  if (!host_ended)
    check_deadline();
  return !ordered_to_end;
}

static void watch_host(void) {
  struct pollfd polled[channel_count + 2];
  while (!host_ended) {
    for (int i = 0; i < channel_count; i++)
      polled[i] = (struct pollfd){reading[i], POLLIN, 0};
    polled[channel_count] = (struct pollfd){signals, POLLIN, 0};
    polled[channel_count + 1] = (struct pollfd){hand ? ends.hand : -1, hand_events(), 0};
    poll(polled, channel_count + 2, wait_ms());
    for (int i = 0; i < channel_count; i++)
      drain(i, 1 << 20);
    note_stacks();
    obey_orders();
    reap();
    if (!host_ended)
      check_deadline();
  }
}

bool supervise(void) {
  watch_host();
  end_stack_command();
  int descendants = descendants_end(host);
  for (int i = 0; i < channel_count; i++)
    drain(i, 64 << 20);
  if (options->keeps_template) {
    record_template_end(&captures[channel_err], host_status, missed_deadline != NULL);
  } else if (!host_is_lost) {
    record_stream("stdout", &captures[channel_out]);
    record_stream("stderr", &captures[channel_err]);
    record_stacks(&captures[channel_stacks]);
    record_exit(&(struct host_end){host_status, &host_usage, missed_deadline, started_ms, now_ms(), descendants});
  }
  return !host_is_lost;
}
