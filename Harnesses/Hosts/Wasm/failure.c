#define _GNU_SOURCE
#include "failure.h"

#include "../Wire/wire.h"

#include <stdio.h>
#include <string.h>

enum { frame_limit = 64 };

/* wasmtime_trap_code_enum of the wheel's _bindings.py; one name for what a caller handles alike. */
static const char *const trap_names[] = {
    [0] = "stack-exhausted",       [1] = "out-of-bounds",         [2] = "unaligned-atomic",
    [3] = "table-out-of-bounds",   [4] = "indirect-call-to-null", [5] = "indirect-call-type-mismatch",
    [6] = "integer-overflow",      [7] = "division-by-zero",      [8] = "invalid-conversion",
    [9] = "unreachable",           [10] = "interrupted",          [11] = "out-of-fuel",
    [12] = "atomic-wait",          [13] = "null-reference",       [14] = "array-out-of-bounds",
    [15] = "allocation-too-large", [16] = "cast-failure",         [49] = "uncaught-exception",
};

static const char *trap_name(const wasm_trap *trap) {
  uint8_t code = 0;
  bool known = wasmtime.wasmtime_trap_code(trap, &code) && code < sizeof trap_names / sizeof *trap_names;
  return known && trap_names[code] ? trap_names[code] : "trap";
}

static bool exit_status(const struct failure *failure, int *status) {
  return failure->error && wasmtime.wasmtime_error_exit_status(failure->error, status);
}

bool failure_is(const struct failure *failure) {
  int status;
  if (exit_status(failure, &status))
    return status != 0 || failure->before_any_call;
  return failure->trap || failure->error;
}

const char *failure_type(const struct failure *failure, const char *fallback) {
  static char text[32];
  int status;
  if (failure->trap)
    return trap_name(failure->trap);
  if (!exit_status(failure, &status))
    return fallback;
  snprintf(text, sizeof text, "exit(%d)", status);
  return text;
}

const char *failure_base(const struct failure *failure) { return failure->trap ? "Trap" : NULL; }

/* Both libraries' texts go over several lines, the cause in the last: `wasm trap: wasm `unreachable` …`. */
static void one_line(char *text) {
  static const char cause[] = "wasm trap: ";
  char *found = strstr(text, cause);
  if (found)
    memmove(text, found + sizeof cause - 1, strlen(found + sizeof cause - 1) + 1);
  for (char *newline; (newline = strchr(text, '\n'));)
    *newline = newline[1] == 0 ? 0 : ' ';
}

const char *failure_message(const struct failure *failure) {
  static char text[2048];
  struct wasm_byte_vec message;
  int status;
  if (exit_status(failure, &status)) {
    snprintf(text, sizeof text, "the program ended with status %d", status);
    return text;
  }
  if (failure->trap)
    wasmtime.wasm_trap_message(failure->trap, &message);
  else
    wasmtime.wasmtime_error_message(failure->error, &message);
  snprintf(text, sizeof text, "%.*s", (int)message.size, message.data);
  wasmtime.wasm_byte_vec_delete(&message);
  one_line(text);
  return text;
}

/* Frames. */

static struct wasm_frame_vec frames_of(const struct failure *failure) {
  struct wasm_frame_vec frames = {0};
  if (failure->trap)
    wasmtime.wasm_trap_trace(failure->trap, &frames);
  else if (failure->error)
    wasmtime.wasmtime_error_wasm_trace(failure->error, &frames);
  return frames;
}

/* Where the stack is exhausted, nobody knows how far the innermost function got: the offset is the largest number. */
static void frame_text(char text[512], const struct failure *failure, const wasm_frame *frame) {
  const struct wasm_byte_vec *name = wasmtime.wasmtime_frame_func_name(frame);
  size_t offset = wasmtime.wasm_frame_func_offset(frame);
  char number[32], place[160] = "";
  snprintf(number, sizeof number, "func[%u]", wasmtime.wasm_frame_func_index(frame));
  if (offset != SIZE_MAX)
    snprintf(place, sizeof place, "+0x%zx (%.100s at 0x%zx)", offset, failure->module,
             wasmtime.wasm_frame_module_offset(frame));
  snprintf(text, 512, "%.*s%s", name ? (int)name->size : (int)sizeof number, name ? name->data : number, place);
}

static void write_traceback(const void *context) {
  const struct failure *failure = context;
  struct wasm_frame_vec frames = frames_of(failure);
  char text[512];
  for (size_t i = 0; i < frames.size && i < frame_limit; i++) {
    frame_text(text, failure, frames.data[i]);
    wire_string(text);
  }
  wasmtime.wasm_frame_vec_delete(&frames);
}

void failure_raise(const struct failure *failure, const char *fallback_type, const char *step) {
  raised_write(&(struct raised){
      .type = failure_type(failure, fallback_type),
      .base = failure_base(failure),
      .message = failure_message(failure),
      .step = step,
      .write_traceback = write_traceback,
      .context = failure,
  });
}

void failure_write_stack(const struct failure *failure) {
  struct wasm_frame_vec frames = frames_of(failure);
  char text[512];
  dprintf(wire_stacks(), "wasm\n");
  for (size_t i = 0; i < frames.size && i < frame_limit; i++) {
    frame_text(text, failure, frames.data[i]);
    dprintf(wire_stacks(), "#%zu %s\n", i, text);
  }
  wasmtime.wasm_frame_vec_delete(&frames);
}

void failure_clear(struct failure *failure) {
  if (failure->trap)
    wasmtime.wasm_trap_delete(failure->trap);
  if (failure->error)
    wasmtime.wasmtime_error_delete(failure->error);
  failure->trap = NULL;
  failure->error = NULL;
}
