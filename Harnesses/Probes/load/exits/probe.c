#include "probe.h"

/* What the artifact does at the end shows in how the process ends. */
void probe(const struct harness_host *host) {
  host->import_artifact(host);
  if (host->has_exercise)
    host->call_once(host);
}
