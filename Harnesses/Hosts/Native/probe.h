/* What a probe for the native host is written against: `#include "probe.h"`, then one function `probe`.

   A probe observes, with these verbs; it calls nothing else and decides nothing. A verb that can't go on (an artifact
   that doesn't load, code that doesn't get to its end) has said so on the wire and doesn't return. */
#pragma once

#include <stdbool.h>

struct harness_host {
  /* False where the probe is asked of the artifact alone. */
  bool has_exercise;

  /* Loads the artifact, then the exercise, with all their symbols resolved. */
  void (*import_artifact)(const struct harness_host *host);
  /* The exercise's setup, then one call. */
  void (*call_once)(const struct harness_host *host);
  /* The exercise's setup, one call, whatever comes of it, then `after`. */
  void (*call_and_after)(const struct harness_host *host);
  /* The exercise's setup, then its call in windows, with the process's counters read after each. In a second pass,
     which `--record` asks for, the allocations that survive are traced instead. */
  void (*rounds)(const struct harness_host *host);
  /* Takes the artifact down with dlclose while a thread that has used it is still alive, then ends the thread. Fact
     `still-mapped`: whether its file is in the address space afterwards. */
  void (*unload)(const struct harness_host *host);

  void (*observe_number)(const struct harness_host *host, const char *fact, double value);
  void (*observe_text)(const struct harness_host *host, const char *fact, const char *value);
  void (*observe_bool)(const struct harness_host *host, const char *fact, bool value);
  /* Ends the probe: it doesn't apply here. */
  void (*skip)(const struct harness_host *host, const char *reason);
};

void probe(const struct harness_host *host);
