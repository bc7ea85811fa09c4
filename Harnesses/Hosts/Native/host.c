/* native-host --artifact X.so [--exercise E.so] --probe P.so [--record]

   Loads an artifact into a plain C program and asks it one probe. */
#define _GNU_SOURCE
#include "../Wire/modules.h"
#include "../Wire/stacks.h"
#include "../Wire/wire.h"
#include "probe.h"
#include "run.h"
#include "unload.h"

#include <dlfcn.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdio.h>

static struct {
  const char *artifact, *exercise, *probe;
  bool record;
} options;

static struct {
  void *artifact, *exercise;
  void (*function)(const struct harness *harness);
} loaded;

static jmp_buf end_of_probe;

static void stop(void) { longjmp(end_of_probe, 1); }

/* Loading. */

static void *load(const char *path, int scope) {
  void *handle = dlopen(path, RTLD_NOW | scope);
  if (!handle) {
    write_raised("dlopen", NULL, dlerror(), WIRE_STEP_IMPORT);
    stop();
  }
  modules_refresh();
  return handle;
}

static void import_artifact(const struct harness_host *host) {
  wire_step(WIRE_STEP_IMPORT);
  loaded.artifact = load(options.artifact, RTLD_GLOBAL);
  if (!host->has_exercise)
    return;
  loaded.exercise = load(options.exercise, RTLD_LOCAL);
  *(void **)&loaded.function = dlsym(loaded.exercise, "harness_exercise");
}

/* Running. */

static void run(struct run_plan plan) {
  if (loaded.function) {
    run_exercise(loaded.function, plan);
    return;
  }
  wire_unmeasured("the probe calls an exercise, and was given none");
  stop();
}

static void call_once(const struct harness_host *host) {
  (void)host;
  run((struct run_plan){.schedule = run_once});
}

static void call_and_after(const struct harness_host *host) {
  (void)host;
  run((struct run_plan){.schedule = run_once, .with_after = true});
}

static void rounds(const struct harness_host *host) {
  (void)host;
  run((struct run_plan){.schedule = options.record ? run_survivors : run_rounds});
}

static void use_quietly(void) { run_exercise(loaded.function, (struct run_plan){.schedule = run_once, .quiet = true}); }

static void unload(const struct harness_host *host) {
  (void)host;
  unload_artifact(&(struct unload){
      .use = loaded.function ? use_quietly : NULL,
      .exercise = loaded.exercise,
      .artifact = loaded.artifact,
      .path = options.artifact,
  });
}

/* Observing. */

static void observe_number(const struct harness_host *host, const char *fact, double value) {
  (void)host;
  wire_fact_number(fact, value);
}

static void observe_text(const struct harness_host *host, const char *fact, const char *value) {
  (void)host;
  wire_fact_string(fact, value);
}

static void observe_bool(const struct harness_host *host, const char *fact, bool value) {
  (void)host;
  wire_fact_bool(fact, value);
}

static void skip(const struct harness_host *host, const char *reason) {
  (void)host;
  wire_skip(reason);
  stop();
}

/* Main. */

static bool read_options(int count, char **words) {
  static const struct option known[] = {
      {"artifact", required_argument, NULL, 'a'},
      {"exercise", required_argument, NULL, 'e'},
      {"probe", required_argument, NULL, 'p'},
      {"record", no_argument, NULL, 'r'},
      {NULL, 0, NULL, 0},
  };
  for (int option; (option = getopt_long(count, words, "", known, NULL)) != -1;)
    switch (option) {
    case 'a':
      options.artifact = optarg;
      break;
    case 'e':
      options.exercise = optarg;
      break;
    case 'p':
      options.probe = optarg;
      break;
    case 'r':
      options.record = true;
      break;
    default:
      return false;
    }
  return options.artifact && options.probe && optind == count;
}

typedef void probe_function(const struct harness_host *host);

static probe_function *load_probe(void) {
  probe_function *function = NULL;
  void *handle = dlopen(options.probe, RTLD_NOW | RTLD_LOCAL);
  if (handle)
    *(void **)&function = dlsym(handle, "probe");
  if (!function)
    fprintf(stderr, "native-host: %s\n", dlerror());
  return function;
}

int main(int count, char **words) {
  static struct harness_host host = {
      .import_artifact = import_artifact,
      .call_once = call_once,
      .call_and_after = call_and_after,
      .rounds = rounds,
      .unload = unload,
      .observe_number = observe_number,
      .observe_text = observe_text,
      .observe_bool = observe_bool,
      .skip = skip,
  };
  if (!read_options(count, words)) {
    fputs("usage: native-host --artifact X.so [--exercise E.so] --probe P.so [--record]\n", stderr);
    return wire_exit_usage;
  }
  wire_open();
  stacks_install();
  wire_step(WIRE_STEP_INITIALISE);
  probe_function *ask = load_probe();
  if (!ask)
    return wire_exit_host;
  host.has_exercise = options.exercise != NULL;
  if (setjmp(end_of_probe) == 0)
    ask(&host);
  wire_step(WIRE_STEP_DONE);
  /* Returns, so that the artifact's destructors run: a crash in one shows in the exit status. */
  return 0;
}
