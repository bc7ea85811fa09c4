#define _GNU_SOURCE
#include "wasmkit_output.h"

#include "../Wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const char *const kinds_by_number[] = {"i32(", "i64(", "f32(", "f64("};

static const struct {
  const char *said, *type;
} traps[] = {
    {"unreachable", "unreachable"},
    {"out of bounds memory access", "out-of-bounds"},
    {"out of bounds table access", "table-out-of-bounds"},
    {"undefined element", "table-out-of-bounds"},
    {"uninitialized element", "indirect-call-to-null"},
    {"indirect call type mismatch", "indirect-call-type-mismatch"},
    {"integer divide by zero", "division-by-zero"},
    {"integer overflow", "integer-overflow"},
    {"invalid conversion to integer", "invalid-conversion"},
    {"call stack exhausted", "stack-exhausted"},
};

/* Values. */

static int kind_at(const char *text) {
  for (int kind = 0; kind < 4; kind++)
    if (strncmp(text, kinds_by_number[kind], 4) == 0)
      return kind;
  return -1;
}

int wasmkit_values(const struct command *command, uint8_t *kinds, uint64_t *bits, int capacity) {
  const char *at = command->output;
  int count = 0;
  if (*at != '[' || !strchr(at, ']'))
    return -1;
  while ((at = strpbrk(at, "if]")) && *at != ']') {
    int kind = kind_at(at++);
    if (kind < 0)
      continue;
    if (count < capacity) {
      kinds[count] = (uint8_t)kind;
      bits[count] = strtoull(at + 3, NULL, 10);
    }
    count++;
  }
  return count;
}

/* Failures. */

static const char *first_line(const char *text) {
  static char line[1024];
  snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
  return line;
}

static const char *trap_type(const char *said) {
  for (size_t i = 0; i < sizeof traps / sizeof *traps; i++)
    if (strncmp(said, traps[i].said, strlen(traps[i].said)) == 0)
      return traps[i].type;
  return "trap";
}

/* `    0: name` a line. */
static void write_frames(const void *context) {
  enum { frame_limit = 64 };
  const char *line = strchr(context, '\n');
  for (int i = 0; i < frame_limit && line && strncmp(line + 1, "    ", 4) == 0; i++, line = strchr(line + 1, '\n')) {
    const char *name = strstr(line + 1, ": ");
    if (name)
      wire_string_bytes(name + 2, strcspn(name + 2, "\n"));
  }
}

static bool trap(const char *said, const char *step, struct raised *raised) {
  bool is_call = strncmp(said, "parameter types don't match", 27) == 0;
  *raised = (struct raised){
      .type = is_call ? "type-mismatch" : trap_type(said),
      .base = is_call ? NULL : "Trap",
      .message = first_line(said),
      .step = is_call ? WIRE_STEP_SETUP : step,
      .write_traceback = is_call ? NULL : write_frames,
      .context = said,
  };
  return true;
}

/* `ImportError(message: WasmKit.ImportError.Message(text: "unknown import env.missing"))`: the text is what matters. */
static const char *plain(const char *said) {
  static char text[1024];
  const char *quoted = strstr(said, "text: \"");
  if (!quoted)
    return first_line(said);
  quoted += strlen("text: \"");
  snprintf(text, sizeof text, "%.*s", (int)strcspn(quoted, "\""), quoted);
  return text;
}

static bool failure(const char *type, const char *said, const char *step, struct raised *raised) {
  *raised = (struct raised){.type = type, .message = plain(said), .step = step};
  return true;
}

static bool interruption(const struct command *command, const char *step, struct raised *raised) {
  static char message[128];
  snprintf(message, sizeof message, "it had not returned after %ld ms, and its process was ended",
           command->interrupt_ms);
  *raised = (struct raised){.type = "interrupted", .base = "Trap", .message = message, .step = step};
  return true;
}

static bool left_with_status(int status, const char *step, struct raised *raised) {
  static char type[32], message[64];
  if (status == 0)
    return false;
  snprintf(type, sizeof type, "exit(%d)", status);
  snprintf(message, sizeof message, "the program ended with status %d", status);
  *raised = (struct raised){.type = type, .message = message, .step = step};
  return true;
}

/* The program may have written to stderr, too: the command's own word is its last. */
static const char *last_error(const struct command *command) {
  const char *found = NULL;
  for (const char *at = command->errors; (at = strstr(at, "Error: ")); at++)
    if (at == command->errors || at[-1] == '\n')
      found = at + strlen("Error: ");
  return found;
}

bool wasmkit_failed(const struct command *command, const char *step, struct raised *raised) {
  const char *said = last_error(command);
  int status = WIFEXITED(command->status) ? WEXITSTATUS(command->status) : 1;
  if (command->interrupted)
    return interruption(command, step, raised);
  if (said && strncmp(said, "Trap: ", 6) == 0)
    return trap(said + 6, step, raised);
  if (said && strncmp(said, "ImportError", 11) == 0)
    return failure("LinkError", said, WIRE_STEP_IMPORT, raised);
  if (said && strncmp(said, "Function \"", 10) == 0)
    return failure("no-such-export", said, WIRE_STEP_SETUP, raised);
  if (said && status == 1)
    return failure("CompileError", said, WIRE_STEP_IMPORT, raised);
  return left_with_status(status, step, raised);
}
