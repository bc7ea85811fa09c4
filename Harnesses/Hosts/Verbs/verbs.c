#define _GNU_SOURCE
#include "verbs.h"

#include "../Wire/stacks.h"
#include "../Wire/wire.h"

#include <dlfcn.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf end_of_probe;

void verbs_stop(void) { longjmp(end_of_probe, 1); }

/* Options. */

static void take_option(struct verbs_options *options, int letter) {
  switch (letter) {
  case 'a':
    options->artifact = optarg;
    break;
  case 'e':
    options->exercise = optarg;
    break;
  case 'p':
    options->probe = optarg;
    break;
  case 'l':
    options->library = optarg;
    break;
  case 'c':
    options->compiled = optarg;
    break;
  case 'm':
    options->memory_limit = atof(optarg);
    break;
  case 'i':
    options->interrupt_ms = atol(optarg);
    break;
  case 'o':
    options->once = true;
    break;
  default:
    options->record = true;
  }
}

bool verbs_read_options(struct verbs_options *options, int count, char **words) {
  static const struct option known[] = {
      {"artifact", required_argument, NULL, 'a'},
      {"exercise", required_argument, NULL, 'e'},
      {"probe", required_argument, NULL, 'p'},
      {"library", required_argument, NULL, 'l'},
      {"memory-limit", required_argument, NULL, 'm'},
      {"interrupt-ms", required_argument, NULL, 'i'},
      {"record", no_argument, NULL, 'r'},
      {"once", no_argument, NULL, 'o'},
      {"compiled", required_argument, NULL, 'c'},
      {NULL, 0, NULL, 0},
  };
  for (int letter; (letter = getopt_long(count, words, "", known, NULL)) != -1;) {
    if (letter == '?')
      return false;
    take_option(options, letter);
  }
  return options->artifact && options->probe && optind == count;
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
  verbs_stop();
}

static void unmeasured(const struct harness_host *host, const char *reason) {
  (void)host;
  wire_unmeasured(reason);
  verbs_stop();
}

void verbs_begin(struct harness_host *host) {
  wire_open();
  stacks_install();
  wire_step(WIRE_STEP_INITIALISE);
  host->observe_number = observe_number;
  host->observe_text = observe_text;
  host->observe_bool = observe_bool;
  host->skip = skip;
  host->unmeasured = unmeasured;
}

/* The probe. */

typedef void probe_function(const struct harness_host *host);

static probe_function *load_probe(const char *path, const char *program) {
  probe_function *function = NULL;
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle)
    *(void **)&function = dlsym(handle, "probe");
  if (!function)
    fprintf(stderr, "%s: %s\n", program, dlerror());
  return function;
}

int verbs_ask(struct harness_host *host, const struct verbs_options *options, const char *program) {
  probe_function *ask = load_probe(options->probe, program);
  if (!ask)
    return wire_exit_host;
  host->has_exercise = options->exercise != NULL;
  if (setjmp(end_of_probe) == 0)
    ask(host);
  wire_step(WIRE_STEP_DONE);
  return 0;
}
