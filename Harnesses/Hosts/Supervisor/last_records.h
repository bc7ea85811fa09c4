/* What the supervisor writes once the host has ended: what it wrote, its stacks, and how it ended. */
#pragma once

#include "capture.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

struct host_end {
  int status; /* as waitpid gives it */
  const struct rusage *usage;
  const char *missed_deadline; /* its name, or NULL */
  int64_t started_ms, ended_ms;
  int descendants; /* that were alive and had to be killed */
};

/* Nothing where the host wrote nothing. */
void record_stream(const char *name, const struct capture *capture);
void record_stacks(const struct capture *capture);
void record_exit(const struct host_end *end);
/* A template is no cell: it has no exit record, which would be taken for that of the cell it was forked for. */
void record_template_end(const struct capture *err, int status, bool missed_deadline);
