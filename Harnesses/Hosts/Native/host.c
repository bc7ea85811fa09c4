/* native-host --artifact X.so [--exercise E.so] --probe P.so [--record] [--once]

   Loads an artifact into a plain C program and asks it one probe. */
#define _GNU_SOURCE
#include "../../Instruments/Guard/guarding.h"
#include "../Verbs/raised.h"
#include "../Verbs/verbs.h"
#include "../Wire/modules.h"
#include "../Wire/wire.h"
#include "run.h"
#include "unload.h"

#include <dlfcn.h>
#include <stdio.h>

static struct verbs_options options;

static struct {
  void *artifact, *exercise;
  void (*function)(const struct harness *harness);
} loaded;

/* Loading. */

static void *load(const char *path, int scope) {
  void *handle = dlopen(path, RTLD_NOW | scope);
  if (!handle) {
    raised_write(&(struct raised){.type = "dlopen", .message = dlerror(), .step = WIRE_STEP_IMPORT});
    verbs_stop();
  }
  modules_refresh();
  return handle;
}

static void load_all(const struct harness_host *host) {
  loaded.artifact = load(options.artifact, RTLD_GLOBAL);
  if (!host->has_exercise)
    return;
  loaded.exercise = load(options.exercise, RTLD_LOCAL);
  *(void **)&loaded.function = dlsym(loaded.exercise, "harness_exercise");
}

static void import_artifact(const struct harness_host *host) {
  wire_step(WIRE_STEP_IMPORT);
  load_all(host);
}

/* Running. */

static void run(struct run_plan plan) {
  if (loaded.function) {
    run_exercise(loaded.function, plan);
    return;
  }
  wire_unmeasured("the probe calls an exercise, and was given none");
  verbs_stop();
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

static void hold(const struct harness_host *host) {
  (void)host;
  run((struct run_plan){.schedule = run_hold, .once = options.once});
}

static void time_calls(const struct harness_host *host) {
  (void)host;
  run((struct run_plan){.schedule = run_timed});
}

static void use_quietly(void) { run_exercise(loaded.function, (struct run_plan){.schedule = run_once, .quiet = true}); }

static struct unload unloading(void) {
  return (struct unload){
      .use = loaded.function ? use_quietly : NULL,
      .exercise = loaded.exercise,
      .artifact = loaded.artifact,
      .path = options.artifact,
  };
}

static void unload(const struct harness_host *host) {
  (void)host;
  struct unload unload = unloading();
  unload_artifact(&unload);
}

/* The exit deadline would run from a step `unload`, so that the first one goes in the import of the second. */
static void import_twice(const struct harness_host *host) {
  struct unload first = unloading();
  host->observe_text(host, "instance", "a second load, after dlclose");
  wire_step(WIRE_STEP_IMPORT);
  unload_close(&first);
  load_all(host);
  if (host->has_exercise)
    call_once(host);
}

/* The artifact's own file; what it brings along is not told from what the system has. */
static void guard(const struct harness_host *host) {
  (void)host;
  static const char *prefixes[2];
  prefixes[0] = options.artifact;
  if (!guarding_prepare(prefixes, NULL, NULL) || !guarding_begin())
    verbs_stop();
}

static void tell_guarded(const struct harness_host *host) {
  (void)host;
  guarding_report();
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
      .guard = guard,
      .tell_guarded = tell_guarded,
  };
  if (!verbs_read_options(&options, count, words)) {
    fputs("usage: native-host --artifact X.so [--exercise E.so] --probe P.so [--record] [--once]\n", stderr);
    return wire_exit_usage;
  }
  verbs_begin(&host);
  /* Returns, so that the artifact's destructors run: a crash in one shows in the exit status. */
  return verbs_ask(&host, &options, "native-host");
}
