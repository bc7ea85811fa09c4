/* The Python host: an interpreter of ours that loads a runtime's libpython, runs one probe, and leaves as it was told.

     python-host --library LIBPYTHON --bootstrap bootstrap.py --job JOB.json [--own-libraries FOLDER]

   initialise → bootstrap.py, which injects the verbs and runs the probe → finalise. A record goes out before each.
   With --template in the place of --job it gets as far as the bootstrap, or the artifact's import where JOB.json wants
   that, and is forked for every job that comes then. */
#define _GNU_SOURCE
#include "../Template/fitness.h"
#include "../Template/template.h"
#include "../Wire/stacks.h"
#include "../Wire/wire.h"
#include "again.h"
#include "inherited.h"
#include "observation_module.h"
#include "python_api.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct arguments {
  const char *library, *bootstrap, *job;
  const char *own_libraries; /* in front of LD_LIBRARY_PATH, for this process alone */
  bool is_template;
};

static bool parse(struct arguments *parsed, int count, char **arguments) {
  for (int i = 1; i + 1 < count; i += 2) {
    if (strcmp(arguments[i], "--library") == 0)
      parsed->library = arguments[i + 1];
    else if (strcmp(arguments[i], "--bootstrap") == 0)
      parsed->bootstrap = arguments[i + 1];
    else if (strcmp(arguments[i], "--job") == 0 || strcmp(arguments[i], "--template") == 0)
      parsed->job = arguments[i + 1], parsed->is_template = strcmp(arguments[i], "--template") == 0;
    else if (strcmp(arguments[i], "--own-libraries") == 0)
      parsed->own_libraries = arguments[i + 1];
    else
      return false;
  }
  return parsed->library && parsed->bootstrap && parsed->job;
}

/* The whole file with a terminator; the caller frees it. NULL where it can't be read. */
static char *read_file(const char *path) {
  struct stat status;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 || fstat(descriptor, &status) != 0)
    return NULL;
  char *text = calloc(1, (size_t)status.st_size + 1);
  ssize_t got = text ? read(descriptor, text, (size_t)status.st_size) : -1;
  close(descriptor);
  if (got == status.st_size)
    return text;
  free(text);
  return NULL;
}

static void give_up(const char *what, const char *detail) {
  fprintf(stderr, "python-host: %s: %s\n", what, detail);
  exit(wire_exit_host);
}

static void load_runtime(const char *library) {
  const char *missing = python_api_load(library);
  if (missing)
    give_up("could not load the runtime", missing);
}

static void announce(void) {
  wire_fact_string("python", python.Py_GetVersion());
  wire_step(WIRE_STEP_INITIALISE);
}

static void initialise(void) {
  /* Without `site` no file of the user or the system gets in, and a start takes 8 ms less. */
  if (python.no_site)
    *python.no_site = 1;
  python.Py_InitializeEx(1);
}

static void run_bootstrap(const struct arguments *arguments) {
  char *source = read_file(arguments->bootstrap);
  if (!source)
    give_up("could not read", arguments->bootstrap);
  again_prepare(source, arguments->bootstrap);
  if (!again_bootstrap(false)) {
    python.PyErr_Print();
    exit(wire_exit_host);
  }
}

/* `function` is one of the bootstrap's, which reads the job. False where it raised. */
static bool run_job(const char *function, const char *path) {
  char *job = read_file(path);
  if (!job)
    give_up("could not read", path);
  return again_call(function, job);
}

/* Ends in the template; returns in each host that is forked from it, with the path of its job. */
static const char *fork_from_here(const struct arguments *arguments) {
  const struct template_fork around = {python.PyOS_BeforeFork, python.PyOS_AfterFork_Parent,
                                       python.PyOS_AfterFork_Child};
  fitness_begin();
  const char *unfit = run_job("prepare", arguments->job) ? NULL : "its import raises";
  unfit = unfit ? unfit : fitness_complaint();
  if (unfit)
    template_give_up(unfit);
  const char *job = template_await(&around);
  announce();
  return job;
}

/* Most probes leave at once: what finalising would find belongs to the probes that ask about it. */
static int leave(void) {
  enum ending ending = observation_ending();
  if (ending == ending_of_child) /* the parent has the word, and sees the status */
    _exit(python.Py_FinalizeEx() < 0 ? 1 : 0);
  if (ending != ending_at_once) {
    wire_step(WIRE_STEP_FINALISE);
    int status = python.Py_FinalizeEx();
    wire_fact_number("finalise-status", status);
  }
  wire_step(WIRE_STEP_DONE);
  if (ending == ending_exits)
    return 0;
  _exit(0);
}

int main(int count, char **arguments) {
  struct arguments parsed = {0};
  if (!parse(&parsed, count, arguments)) {
    fprintf(stderr, "python-host: expected --library LIBPYTHON --bootstrap FILE --job|--template FILE\n");
    return wire_exit_usage;
  }
  if (parsed.own_libraries)
    inherited_forget("LD_LIBRARY_PATH", parsed.own_libraries);
  wire_open();
  if (parsed.is_template)
    template_open();
  stacks_install();
  load_runtime(parsed.library);
  if (!parsed.is_template)
    announce();
  initialise();
  run_bootstrap(&parsed);
  if (!run_job("begin", parsed.is_template ? fork_from_here(&parsed) : parsed.job)) {
    python.PyErr_Print();
    exit(wire_exit_host);
  }
  return leave();
}
