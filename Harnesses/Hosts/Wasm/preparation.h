/* An exercise checked against the exports of an instance, so that a call of it needs no look-up. */
#pragma once

#include "exercise_calls.h"
#include "instance.h"

enum { preparation_results = 16 };

struct prepared {
  struct wasmtime_func function;
  size_t result_count;
};

struct preparation {
  struct prepared *parts[exercise_parts]; /* one for each statement */
  char type[32], message[1024];           /* what is wrong; empty where nothing is */
};

/* False where a statement does not fit: no such export, other types than the export's. */
bool preparation_make(struct preparation *preparation, const struct exercise *exercise,
                      const struct instance *instance);
void preparation_free(struct preparation *preparation);
