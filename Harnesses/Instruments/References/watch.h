/* The watch: reference counts of many objects after every window, in flat arrays, so that reading them changes none.

   The host keeps the objects alive and knows what they are; here they are addresses with a count. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct watch {
  void **objects;
  size_t count;
  int32_t *counts; /* window after window, `count` each */
  size_t windows;
  int64_t (*read)(void *object);
};

/* False where there is no memory for it. `windows` is the most readings there can be. */
bool watch_begin(struct watch *watch, size_t count, size_t windows, int64_t (*read)(void *object));
void watch_read(struct watch *watch, size_t window);
/* The next object from `from` whose count moved the same way in both halves of the readings `first`…`last`, by at least
   `least` a call each; watch->count where there is none. */
size_t watch_next_drift(const struct watch *watch, size_t from, size_t first, size_t last, const double *calls,
                        double least);
int32_t watch_value(const struct watch *watch, size_t window, size_t object);
void watch_end(struct watch *watch);
