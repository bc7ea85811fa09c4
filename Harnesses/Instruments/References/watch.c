#define _GNU_SOURCE
#include "watch.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Mapped by the system call itself: neither the heap instrument nor its mapped bytes may see the watch. */
static void *mapped(size_t bytes) {
  void *memory = (void *)syscall(SYS_mmap, NULL, bytes, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

bool watch_begin(struct watch *watch, size_t count, size_t windows, int64_t (*read)(void *)) {
  *watch = (struct watch){.count = count, .windows = windows, .read = read};
  watch->objects = mapped((count + 1) * sizeof(void *));
  watch->counts = mapped((count + 1) * windows * sizeof(int32_t));
  if (!watch->objects || !watch->counts)
    watch->count = 0;
  return watch->objects && watch->counts;
}

void watch_read(struct watch *watch, size_t window) {
  if (window >= watch->windows)
    return;
  int32_t *counts = watch->counts + window * watch->count;
  for (size_t i = 0; i < watch->count; i++)
    counts[i] = (int32_t)watch->read(watch->objects[i]);
}

int32_t watch_value(const struct watch *watch, size_t window, size_t object) {
  return watch->counts[window * watch->count + object];
}

size_t watch_next_drift(const struct watch *watch, size_t from, size_t first, size_t last, const double *calls,
                        double least) {
  size_t middle = (first + last) / 2;
  for (size_t i = from; i < watch->count; i++) {
    double early = watch_value(watch, middle, i) - watch_value(watch, first, i);
    double late = watch_value(watch, last, i) - watch_value(watch, middle, i);
    if (early == 0 || late == 0 || (early > 0) != (late > 0))
      continue;
    double early_rate = early / (calls[middle] - calls[first]), late_rate = late / (calls[last] - calls[middle]);
    if ((early_rate >= least && late_rate >= least) || (early_rate <= -least && late_rate <= -least))
      return i;
  }
  return watch->count;
}

void watch_end(struct watch *watch) {
  syscall(SYS_munmap, watch->objects, (watch->count + 1) * sizeof(void *));
  syscall(SYS_munmap, watch->counts, (watch->count + 1) * watch->windows * sizeof(int32_t));
}
