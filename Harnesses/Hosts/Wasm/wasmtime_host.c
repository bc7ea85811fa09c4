/* wasmtime-host --library LIB.so --artifact X.wasm --probe P.so [--exercise CALLS] [--compiled FILE]
                 [--memory-limit BYTES] [--interrupt-ms N] [--record] [--once]
   wasmtime-host --library LIB.so --assemble IN.wat OUT.wasm

   Loads a module into wasmtime and asks it one probe, or translates the text of a control. */
#define _GNU_SOURCE
#include "../Verbs/verbs.h"
#include "../Wire/modules.h"
#include "../Wire/wire.h"
#include "interruption.h"
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct verbs_options options;
static struct exercise exercise;
static struct instance instance;

static const char *const program_words[] = {"program.wasm"};

/* Verbs. */

static void import_failure(struct failure failure) {
  if (!failure_is(&failure)) {
    failure_clear(&failure);
    return;
  }
  failure_raise(&failure, "LinkError", WIRE_STEP_IMPORT);
  verbs_stop();
}

static void import_artifact(const struct harness_host *host) {
  (void)host;
  wire_step(WIRE_STEP_IMPORT);
  module_load(options.artifact, options.compiled);
  import_failure(instance_open(&instance, 1, program_words));
}

static void run(const struct harness_host *host, struct run_plan plan) {
  if (!host->has_exercise)
    host->unmeasured(host, "the probe calls an exercise, and was given none");
  run_exercise(&exercise, &instance, plan);
}

static void call_once(const struct harness_host *host) { run(host, (struct run_plan){.schedule = run_once}); }

static void call_and_after(const struct harness_host *host) {
  run(host, (struct run_plan){.schedule = run_once, .with_after = true});
}

static void rounds(const struct harness_host *host) {
  run(host, (struct run_plan){.schedule = options.record ? run_survivors : run_rounds});
}

static void hold(const struct harness_host *host) {
  run(host, (struct run_plan){.schedule = run_hold, .once = options.once});
}

static void time_calls(const struct harness_host *host) { run(host, (struct run_plan){.schedule = run_timed}); }

static void unload(const struct harness_host *host) {
  wire_step(WIRE_STEP_UNLOAD);
  instance_close(&instance);
  host->observe_bool(host, "catches-traps-after", runtime_catches_traps());
}

static void begin_further(const struct harness_host *host, const char *name) {
  host->observe_text(host, "instance", name);
  wire_step(WIRE_STEP_IMPORT);
}

static void use_further(const struct harness_host *host, const struct instance *further) {
  if (host->has_exercise)
    run_exercise(&exercise, further, (struct run_plan){.schedule = run_once});
}

static void import_twice(const struct harness_host *host) {
  struct instance same_store, other_store;
  begin_further(host, "a second instance in the same store");
  import_failure(instance_join(&same_store, &instance));
  use_further(host, &same_store);
  begin_further(host, "an instance in a second store");
  import_failure(instance_open(&other_store, 1, program_words));
  use_further(host, &other_store);
}

/* Assembling. */

static char *read_text(const char *path, size_t *length) {
  FILE *file = fopen(path, "re");
  char *text = NULL;
  size_t size = 0;
  ssize_t got = file ? getdelim(&text, &size, 0, file) : -1;
  *length = got < 0 ? 0 : (size_t)got;
  return got < 0 ? NULL : text;
}

static bool write_bytes(const char *path, const struct wasm_byte_vec *bytes) {
  FILE *file = fopen(path, "we");
  bool written = file && fwrite(bytes->data, 1, bytes->size, file) == bytes->size;
  return file && fclose(file) == 0 && written;
}

static int assemble(const char *source, const char *result) {
  struct wasm_byte_vec binary;
  size_t length;
  char *text = read_text(source, &length);
  if (!text) {
    fprintf(stderr, "error: %s could not be read\n", source);
    return EXIT_FAILURE;
  }
  struct failure failure = {.error = wasmtime.wasmtime_wat2wasm(text, length, &binary)};
  if (failure.error) {
    fprintf(stderr, "error: %s: %s\n", source, failure_message(&failure));
    return EXIT_FAILURE;
  }
  if (write_bytes(result, &binary))
    return EXIT_SUCCESS;
  fprintf(stderr, "error: %s could not be written\n", result);
  return EXIT_FAILURE;
}

/* Main. */

static int give_up(const char *what, const char *reason) {
  fprintf(stderr, "wasmtime-host: %s: %s\n", what, reason);
  return wire_exit_host;
}

static int main_assembling(char **words) {
  const char *problem = wasmtime_api_load(words[2]);
  return problem ? give_up(words[2], problem) : assemble(words[4], words[5]);
}

int main(int count, char **words) {
  static struct harness_host host = {
      .import_artifact = import_artifact,
      .call_once = call_once,
      .call_and_after = call_and_after,
      .rounds = rounds,
      .hold = hold,
      .time_calls = time_calls,
      .unload = unload,
      .import_twice = import_twice,
  };
  if (count == 6 && strcmp(words[1], "--library") == 0 && strcmp(words[3], "--assemble") == 0)
    return main_assembling(words);
  if (!verbs_read_options(&options, count, words) || !options.library) {
    fputs("wasmtime-host: expected --library LIB.so --artifact X.wasm --probe P.so …\n", stderr);
    return wire_exit_usage;
  }
  verbs_begin(&host);
  const char *problem = runtime_start(options.library, options.artifact, options.memory_limit);
  if (problem)
    return give_up(options.library, problem);
  modules_refresh();
  interruption_install(runtime_engine(), options.interrupt_ms);
  if (options.exercise && !exercise_read(&exercise, options.exercise))
    return give_up(options.exercise, "it is no exercise in the form of exercise_calls.h");
  return verbs_ask(&host, &options, "wasmtime-host");
}
