#include "probe.h"

void probe(const struct harness_host *host) {
  host->import_artifact(host);
  host->guard(host);
  host->call_and_after(host);
  host->tell_guarded(host);
}
