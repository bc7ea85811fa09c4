#define _GNU_SOURCE
#include "modules.h"

#include <link.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum {
  module_limit = 1024,
  path_bytes = 1 << 17,
};

struct table {
  struct module modules[module_limit];
  size_t count;
  char paths[path_bytes];
  size_t used;
};

/* Two, so that a signal during a refresh still finds the older one whole. */
static struct table tables[2];
static _Atomic(const struct table *) current = &tables[0];

static const char *kept(struct table *table, const char *path) {
  size_t bytes = strlen(path) + 1;
  if (bytes > sizeof table->paths - table->used)
    return "?";
  char *copy = table->paths + table->used;
  memcpy(copy, path, bytes);
  table->used += bytes;
  return copy;
}

/* The loader lists the program itself first and without a name. */
static const char *program_path(void) {
  static char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  return path;
}

static int add(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  struct table *table = argument;
  if (table->count == module_limit)
    return 1;
  struct module module = {.load = info->dlpi_addr, .low = UINTPTR_MAX};
  for (size_t i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    uintptr_t low = info->dlpi_addr + segment->p_vaddr, high = low + segment->p_memsz;
    if (segment->p_type != PT_LOAD)
      continue;
    module.low = low < module.low ? low : module.low;
    module.high = high > module.high ? high : module.high;
  }
  module.path = kept(table, info->dlpi_name[0] || table->count > 0 ? info->dlpi_name : program_path());
  table->modules[table->count++] = module;
  return 0;
}

void modules_refresh(void) {
  struct table *next = atomic_load(&current) == &tables[0] ? &tables[1] : &tables[0];
  next->count = next->used = 0;
  dl_iterate_phdr(add, next);
  atomic_store(&current, next);
}

const struct module *modules_find(uintptr_t address) {
  const struct table *table = atomic_load(&current);
  for (size_t i = 0; i < table->count; i++)
    if (address >= table->modules[i].low && address < table->modules[i].high)
      return &table->modules[i];
  return NULL;
}
