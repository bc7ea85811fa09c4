#include "probe.h"

void probe(const struct harness_host *host) {
  host->import_artifact(host);
  if (host->has_exercise)
    host->call_once(host);
  host->import_twice(host);
}
