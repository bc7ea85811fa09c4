/* One run of the `wasmkit` command, with what it wrote. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { command_output = 65536, command_words = 128 };

struct command {
  const char *words[command_words]; /* the program's path first; NULL behind the last */
  size_t count;
  bool passes_on;    /* what it writes is the artifact's own, and goes to the host's stdout and stderr as well */
  long interrupt_ms; /* after which it is killed; 0 for never */

  char output[command_output], errors[command_output]; /* the beginning of each */
  size_t output_length, errors_length;
  int status; /* as waitpid gives it */
  bool interrupted;
};

void command_add(struct command *command, const char *word);
/* False where it could not be started; errno says why. */
bool command_run(struct command *command);
