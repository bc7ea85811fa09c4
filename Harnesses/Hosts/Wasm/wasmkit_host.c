/* wasmkit-host --library WASMKIT --artifact X.wasm --probe P.so [--exercise CALLS] [--interrupt-ms N]

   Asks a module in the `wasmkit` command one probe. A process of the command makes one call and is gone, so that
   whatever needs several calls in one instance is skipped. */
#define _GNU_SOURCE
#include "../Verbs/raised.h"
#include "../Verbs/verbs.h"
#include "../Wire/wire.h"
#include "command.h"
#include "exercise_calls.h"
#include "module_file.h"
#include "wasmkit_output.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

static struct verbs_options options;
static struct exercise exercise;
static struct module_file file;
static struct command command;

enum { result_limit = 16 };

static const char *const kind_names[] = {"i32", "i64", "f32", "f64"};

/* The command. */

static bool is_program(void) {
  static const char wasi[] = "wasi_snapshot_preview1";
  return memmem(file.bytes, file.size, wasi, sizeof wasi - 1) != NULL;
}

/* A crash of the command is one of the process: it is what whoever embeds the runtime would see. */
static void die_with_it(void) {
  if (!WIFSIGNALED(command.status) || command.interrupted)
    return;
  fprintf(stderr, "%.*s", (int)command.errors_length, command.errors);
  signal(WTERMSIG(command.status), SIG_DFL);
  raise(WTERMSIG(command.status));
}

static void begin_command(bool passes_on) {
  memset(&command, 0, sizeof command);
  command.passes_on = passes_on;
  command.interrupt_ms = options.interrupt_ms;
  command_add(&command, options.library);
  command_add(&command, "run");
  for (char **variable = environ; passes_on && *variable; variable++) {
    command_add(&command, "--env");
    command_add(&command, *variable);
  }
  command_add(&command, options.artifact);
}

static void finish_command(void) {
  if (command_run(&command)) {
    die_with_it();
    return;
  }
  fprintf(stderr, "wasmkit-host: %s: %s\n", options.library, strerror(errno));
  exit(wire_exit_host);
}

static _Noreturn void tell(const struct raised *raised) {
  raised_write(raised);
  verbs_stop();
}

/* Import. */

/* A function that no module has: the command instantiates the module, looks for it, and says that it is not there. */
static void instantiate(void) {
  struct raised raised;
  begin_command(false);
  command.interrupt_ms = 0;
  command_add(&command, "harness instantiates only");
  finish_command();
  bool failed = wasmkit_failed(&command, WIRE_STEP_IMPORT, &raised);
  if (failed && strcmp(raised.type, "no-such-export") != 0)
    tell(&raised);
}

static void import_artifact(const struct harness_host *host) {
  wire_step(WIRE_STEP_IMPORT);
  const char *reason = module_file_read(&file, options.artifact);
  if (reason)
    tell(&(struct raised){.type = "CompileError", .message = reason, .step = WIRE_STEP_IMPORT});
  if (host->has_exercise)
    return;
  if (is_program())
    host->skip(host, "the wasmkit command loads a WASI module only to run its _start");
  instantiate();
}

/* Calls. */

static const struct exercise_statement *only_statement(const struct harness_host *host) {
  const struct exercise_part *call = &exercise.parts[exercise_the_call];
  if (exercise.parts[exercise_setup].count > 0 || call->count != 1)
    host->skip(host, "the wasmkit command makes one call a process, and the exercise's calls share an instance");
  const struct exercise_statement *statement = &call->statements[0];
  if (statement->kind == exercise_write)
    host->skip(host, "the wasmkit command can't write to memory before a call");
  if (statement->kind == exercise_call && is_program())
    host->skip(host, "the wasmkit command runs the _start of a module that imports WASI, whatever it is asked for");
  return statement;
}

static void add_words(const struct exercise_statement *statement) {
  static char texts[exercise_arguments][exercise_text];
  begin_command(statement->kind == exercise_start);
  if (statement->kind == exercise_call)
    command_add(&command, statement->name);
  for (size_t i = 0; i < statement->count && statement->kind == exercise_call; i++) {
    exercise_value_text(texts[i], statement->arguments[i].kind, statement->arguments[i].bits);
    command_add(&command, texts[i]);
  }
  /* The first is the program's name, which the command adds. */
  for (size_t i = 1; i < statement->count && statement->kind == exercise_start; i++)
    command_add(&command, statement->words[i]);
}

static void check_result(const struct harness_host *host, const struct exercise_statement *statement) {
  uint8_t kinds[result_limit];
  uint64_t bits[result_limit];
  char message[256], came[exercise_text], expected[exercise_text];
  if (statement->kind != exercise_call || !statement->is_expected)
    return;
  int count = wasmkit_values(&command, kinds, bits, result_limit);
  if (count < 0)
    host->unmeasured(host, "the wasmkit command printed its result in a form that the host doesn't know");
  if (count != 1 || kinds[0] != statement->expected.kind) {
    snprintf(message, sizeof message, "`%.100s` gave %d results, the first %s, and the exercise expects one %s",
             statement->name, count, count ? kind_names[kinds[0]] : "none", kind_names[statement->expected.kind]);
    tell(&(struct raised){.type = "type-mismatch", .message = message, .step = WIRE_STEP_SETUP});
  }
  if (bits[0] == statement->expected.bits)
    return;
  exercise_value_text(came, kinds[0], bits[0]);
  exercise_value_text(expected, kinds[0], statement->expected.bits);
  snprintf(message, sizeof message, "`%.100s` returned %s, not %s", statement->name, came, expected);
  raised_write(&(struct raised){.type = "unexpected-value", .message = message, .step = WIRE_STEP_CALL});
}

static void call_once(const struct harness_host *host) {
  struct raised raised;
  if (!host->has_exercise)
    host->unmeasured(host, "the probe calls an exercise, and was given none");
  const struct exercise_statement *statement = only_statement(host);
  wire_step(WIRE_STEP_SETUP);
  wire_step(WIRE_STEP_CALL);
  add_words(statement);
  finish_command();
  if (!wasmkit_failed(&command, WIRE_STEP_CALL, &raised)) {
    check_result(host, statement);
    return;
  }
  /* What the call raises is an answer, and the probe goes on; what keeps it from being made is not. */
  raised_write(&raised);
  if (strcmp(raised.step, WIRE_STEP_CALL) != 0)
    verbs_stop();
}

static void needs_an_instance(const struct harness_host *host) {
  host->skip(host, "the wasmkit command makes one call a process: no instance lives on after it");
}

int main(int count, char **words) {
  static struct harness_host host = {
      .import_artifact = import_artifact,
      .call_once = call_once,
      .call_and_after = needs_an_instance,
      .rounds = needs_an_instance,
      .hold = needs_an_instance,
      .time_calls = needs_an_instance,
      .unload = needs_an_instance,
      .import_twice = needs_an_instance,
  };
  if (!verbs_read_options(&options, count, words) || !options.library) {
    fputs("wasmkit-host: expected --library WASMKIT --artifact X.wasm --probe P.so …\n", stderr);
    return wire_exit_usage;
  }
  verbs_begin(&host);
  if (options.exercise && !exercise_read(&exercise, options.exercise)) {
    fprintf(stderr, "wasmkit-host: %s: it is no exercise in the form of exercise_calls.h\n", options.exercise);
    return wire_exit_host;
  }
  return verbs_ask(&host, &options, "wasmkit-host");
}
