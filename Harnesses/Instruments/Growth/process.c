/* Counters of the process that every host has. */
#define _GNU_SOURCE
#include "growth.h"

#include "../Heap/heap.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void (*heap_read)(struct heap_reading *);

static struct heap_reading heap_now(void) {
  struct heap_reading reading = {0};
  heap_read(&reading);
  return reading;
}

/* Where the runtime's own are told apart, `live-heap-…` and `mapped-bytes` are of the artifact alone. */
static double live_blocks(void *context) {
  struct heap_reading now = heap_now();
  return (void)context, (double)(now.told_apart ? now.own_blocks : now.live_blocks);
}

static double live_bytes(void *context) {
  struct heap_reading now = heap_now();
  return (void)context, (double)(now.told_apart ? now.own_bytes : now.live_bytes);
}

static double process_blocks(void *context) { return (void)context, (double)heap_now().live_blocks; }
static double process_bytes(void *context) { return (void)context, (double)heap_now().live_bytes; }

static double mapped_bytes(void *context) {
  struct heap_reading now = heap_now();
  return (void)context, (double)(now.told_apart ? now.own_mapped_bytes : now.mapped_bytes);
}

/* opendir(3) allocates, so the directory is read with the system call. NaN where no descriptor is left for it. */
static double directory_entries(const char *path) {
  char buffer[8192];
  struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
  } __attribute__((packed));
  int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return NAN;
  double count = -3; /* ".", ".." and, among descriptors, the one just opened */
  for (long got; (got = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;)
    for (long at = 0; at < got; count++) {
      struct entry entry;
      memcpy(&entry, buffer + at, sizeof entry);
      at += entry.length;
    }
  close(directory);
  return count;
}

static double open_descriptors(void *context) { return (void)context, directory_entries("/proc/self/fd"); }
static double threads(void *context) { return (void)context, directory_entries("/proc/self/task") + 1; }

static int64_t (*unjoined)(void);

static double unjoined_threads(void *context) { return (void)context, (double)unjoined(); }

/* The kernel gives a process 65,530 (vm.max_map_count), of which each thread that nobody joins keeps two. */
static double mappings(void *context) {
  static char text[65536];
  int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  double count = 0;
  for (ssize_t got; maps >= 0 && (got = read(maps, text, sizeof text)) > 0;)
    for (ssize_t i = 0; i < got; i++)
      count += text[i] == '\n';
  if (maps >= 0)
    close(maps);
  return (void)context, count;
}

/* A leak of descriptors meets the usual soft limit, 1,024, within the first window, and would read as settled. */
static void lift_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void growth_count_process(struct growth *growth) {
  lift_descriptor_limit();
  *(void **)&heap_read = dlsym(RTLD_DEFAULT, "harness_heap_read");
  if (heap_read) {
    growth_count(growth, "live-heap-blocks", live_blocks);
    growth_count(growth, "live-heap-bytes", live_bytes);
    growth_count(growth, "mapped-bytes", mapped_bytes);
  }
  if (heap_read && heap_now().told_apart) {
    growth_note(growth, "process-heap-blocks", process_blocks);
    growth_note(growth, "process-heap-bytes", process_bytes);
  }
  growth_count_scarce(growth, "open-descriptors", open_descriptors);
  growth_count_scarce(growth, "threads", threads);
  growth_count_scarce(growth, NULL, mappings);
  *(void **)&unjoined = dlsym(RTLD_DEFAULT, "harness_threads_unjoined");
  if (unjoined)
    growth_count_scarce(growth, "unjoined-threads", unjoined_threads);
}
