#define _GNU_SOURCE
#include "code_ranges.h"

#include <link.h>

struct reading {
  struct code_ranges *ranges;
  bool (*wanted)(const char *path);
  bool full;
};

static int add_range(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  struct reading *reading = argument;
  struct code_range range = {UINTPTR_MAX, 0};
  if (reading->wanted && !reading->wanted(info->dlpi_name))
    return 0;
  for (size_t i = 0; i < info->dlpi_phnum; i++) {
    uintptr_t low = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr, high = low + info->dlpi_phdr[i].p_memsz;
    if (info->dlpi_phdr[i].p_type != PT_LOAD)
      continue;
    range.low = low < range.low ? low : range.low;
    range.high = high > range.high ? high : range.high;
  }
  if (reading->ranges->count == code_range_limit)
    return reading->full = true;
  reading->ranges->ranges[reading->ranges->count++] = range;
  return 0;
}

bool code_ranges_read(struct code_ranges *ranges, bool (*wanted)(const char *path)) {
  struct reading reading = {ranges, wanted, false};
  ranges->count = 0;
  dl_iterate_phdr(add_range, &reading);
  return !reading.full;
}

bool code_ranges_hold(const struct code_ranges *ranges, const void *address) {
  for (size_t i = 0; i < ranges->count; i++)
    if (code_range_holds(&ranges->ranges[i], address))
      return true;
  return false;
}
