/* What a probe.c is written against, for the hosts without a script language, native and wasm: `#include "probe.h"`,
   then one function `probe`.

   A probe observes, with these verbs; it calls nothing else and decides nothing. A verb that can't go on (an artifact
   that doesn't load, code that doesn't get to its end) has said so on the wire and doesn't return. */
#pragma once

#include <stdbool.h>

struct harness_host {
  /* False where the probe is asked of the artifact alone. */
  bool has_exercise;

  /* Loads the artifact, then the exercise, with all their symbols or imports resolved. */
  void (*import_artifact)(const struct harness_host *host);
  /* The exercise's setup, then one call. */
  void (*call_once)(const struct harness_host *host);
  /* The exercise's setup, one call, whatever comes of it, then `after`. */
  void (*call_and_after)(const struct harness_host *host);
  /* The exercise's setup, then its call in windows, with counters read after each. In a second pass, which `--record`
     asks for, the allocations that survive are traced instead. */
  void (*rounds)(const struct harness_host *host);
  /* The exercise's setup, then how long its call keeps the thread that makes it: neither host has a loop that could go
     on meanwhile. The facts of Instruments/Heartbeat/hold.h. */
  void (*hold)(const struct harness_host *host);
  /* The exercise's setup, then the seconds of its call, in windows; fact `call-seconds`. */
  void (*time_calls)(const struct harness_host *host);
  /* Takes the artifact down while it is in use. Native: dlclose while a thread that has used it is still alive, then
     the end of that thread; fact `still-mapped`: whether its file is in the address space afterwards. Wasm: instance
     and store are dropped as the call left them, and a trap elsewhere still has to be caught. */
  void (*unload)(const struct harness_host *host);
  /* Loads the artifact once more and makes the exercise's call again, after a fact `instance` that says in what.
     Native: dlclose, fact `still-mapped`, dlopen. Wasm: a second instance in the same store, then one in another. */
  void (*import_twice)(const struct harness_host *host);

  /* Native: opens the guard's window: every block from now on lies before a page that nobody may touch. */
  void (*guard)(const struct harness_host *host);
  /* What the guard found, and of how much. */
  void (*tell_guarded)(const struct harness_host *host);

  void (*observe_number)(const struct harness_host *host, const char *fact, double value);
  void (*observe_text)(const struct harness_host *host, const char *fact, const char *value);
  void (*observe_bool)(const struct harness_host *host, const char *fact, bool value);
  /* Ends the probe: it doesn't apply here. */
  void (*skip)(const struct harness_host *host, const char *reason);
  /* Ends the probe: it applies, and can't be measured here. */
  void (*unmeasured)(const struct harness_host *host, const char *reason);
};

void probe(const struct harness_host *host);
