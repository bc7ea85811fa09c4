#define _GNU_SOURCE
#include "command.h"

#include "../../Instruments/Growth/growth.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

void command_add(struct command *command, const char *word) {
  if (command->count + 1 < command_words)
    command->words[command->count++] = word;
}

struct stream {
  int from, to; /* `to` is -1 where it is not passed on */
  char *kept;
  size_t *length;
};

static void write_all(int descriptor, const char *bytes, size_t count) {
  for (ssize_t written; descriptor >= 0 && count > 0; bytes += written, count -= (size_t)written)
    if ((written = write(descriptor, bytes, count)) <= 0)
      return;
}

/* False at its end. */
static bool drain(struct stream *stream) {
  char bytes[8192];
  ssize_t got = read(stream->from, bytes, sizeof bytes);
  if (got <= 0)
    return got < 0 && errno == EINTR;
  size_t room = command_output - 1 - *stream->length, kept = (size_t)got < room ? (size_t)got : room;
  memcpy(stream->kept + *stream->length, bytes, kept);
  *stream->length += kept;
  write_all(stream->to, bytes, (size_t)got);
  return true;
}

static int milliseconds_until(double end) {
  double left = end > 0 ? (end - growth_monotonic_seconds()) * 1000 : -1;
  return end > 0 && left < 0 ? 0 : (int)left;
}

static void watch(struct command *command, pid_t process, struct stream streams[2]) {
  double end = command->interrupt_ms > 0 ? growth_monotonic_seconds() + (double)command->interrupt_ms / 1000 : 0;
  struct pollfd polled[] = {{streams[0].from, POLLIN, 0}, {streams[1].from, POLLIN, 0}};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    int ready = poll(polled, 2, milliseconds_until(end));
    if (ready == 0) {
      command->interrupted = true;
      kill(process, SIGKILL);
      end = 0;
    }
    for (int i = 0; ready > 0 && i < 2; i++)
      if (polled[i].fd >= 0 && polled[i].revents && !drain(&streams[i]))
        polled[i].fd = -1;
  }
}

static bool start(struct command *command, pid_t *process, const int output[2], const int errors[2]) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
  int error = posix_spawn(process, command->words[0], &actions, NULL, (char *const *)command->words, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  close(errors[1]);
  errno = error;
  return error == 0;
}

bool command_run(struct command *command) {
  int output[2], errors[2];
  pid_t process;
  if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0)
    return false;
  bool started = start(command, &process, output, errors);
  struct stream streams[] = {
      {output[0], command->passes_on ? STDOUT_FILENO : -1, command->output, &command->output_length},
      {errors[0], command->passes_on ? STDERR_FILENO : -1, command->errors, &command->errors_length},
  };
  if (started) {
    watch(command, process, streams);
    waitpid(process, &command->status, 0);
  }
  close(output[0]);
  close(errors[0]);
  return started;
}
