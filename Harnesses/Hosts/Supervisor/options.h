/* The supervisor's command line:
     supervisor --deadline-ms N --exit-ms N --teardown USR1:400,TERM:200 [--address-space BYTES] [--data BYTES]
                [--file-size BYTES] [--preload PATHS] [--stack-command PROGRAM] [--confine yes] [--template yes]
                -- HOST ARGUMENT… */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { teardown_max = 8 };

/* One step of a teardown: a signal, and how long to wait for its effect. After the last comes SIGKILL. */
struct teardown_step {
  int signal;
  int64_t wait_ms;
};

struct options {
  int64_t deadline_ms, exit_ms;
  int64_t address_space, data, file_size; /* bytes; 0 for no limit */
  const char *preload;                    /* LD_PRELOAD of the host alone */
  const char *stack_command;              /* `eu-stack`: given `-p PID`, prints stacks */
  int confine;                            /* the host gets a filter of system calls */
  struct teardown_step teardown[teardown_max];
  int teardown_count;
  bool keeps_template; /* the host is a template, which has no deadline once it is ready */
  char **command;
};

/* False where the command line is not of that form. */
int options_parse(struct options *options, int count, char **arguments);
