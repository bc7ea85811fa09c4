/* Taking an artifact down while a thread that has used it lives on. */
#pragma once

#include <stdbool.h>

struct unload {
  void (*use)(void); /* runs in the thread before the artifact goes; NULL where nothing of it can be called */
  void *exercise;    /* what dlopen gave; NULL where there's none */
  void *artifact;
  const char *path; /* of the artifact */
};

/* Writes the step and the fact `still-mapped`. */
void unload_artifact(const struct unload *unload);

/* Closes both handles and writes the fact `still-mapped`. */
void unload_close(const struct unload *unload);
