/* What the hosts of probe.c share: their options, the loading of the probe, the verbs that only observe. */
#pragma once

#include "probe.h"

struct verbs_options {
  const char *artifact, *exercise, *probe;
  const char *library;  /* the runtime's; NULL where the host needs none */
  const char *compiled; /* where the artifact is kept once it is compiled; NULL for nowhere */
  double memory_limit;  /* bytes; 0 for none */
  long interrupt_ms;    /* after which a call is interrupted by the host itself; 0 for never */
  bool record;
  bool once; /* the exercise's call may be made one time only */
};

/* False where they are not `--artifact A --probe P.so` and what else there is in the structure. */
bool verbs_read_options(struct verbs_options *options, int count, char **words);

/* Opens the wire, has fatal signals write stacks, and fills in the verbs that observe, skip and give up. */
void verbs_begin(struct harness_host *host);

/* Loads the probe and asks it; `program` is named where that fails. The result is the status of the process. */
int verbs_ask(struct harness_host *host, const struct verbs_options *options, const char *program);

/* Ends the probe; why is on the wire. */
_Noreturn void verbs_stop(void);
