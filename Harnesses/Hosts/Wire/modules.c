#define _GNU_SOURCE
#include "modules.h"

#include <fcntl.h>
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

/* A line of /proc/self/maps at a time, without stdio, which allocates. */
struct lines {
  int descriptor;
  size_t at, filled;
  char buffer[1024];
};

static int next_byte(struct lines *lines) {
  if (lines->at == lines->filled) {
    ssize_t got = read(lines->descriptor, lines->buffer, sizeof lines->buffer);
    if (got <= 0)
      return -1;
    lines->filled = (size_t)got;
    lines->at = 0;
  }
  return (unsigned char)lines->buffer[lines->at++];
}

/* Hexadecimal digits up to another character, which is dropped. */
static uintptr_t next_number(struct lines *lines) {
  uintptr_t number = 0;
  for (int byte; (byte = next_byte(lines)) >= 0;) {
    int digit = byte >= '0' && byte <= '9' ? byte - '0' : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
    if (digit < 0)
      break;
    number = number * 16 + (uintptr_t)digit;
  }
  return number;
}

/* `low-high rwxp offset 08:01 inode   /path`; false at the end. */
static bool next_mapping(struct lines *lines, struct module *module, char *path, size_t size) {
  module->low = next_number(lines);
  module->high = next_number(lines);
  size_t used = 0;
  bool in_path = false;
  int byte;
  while ((byte = next_byte(lines)) >= 0 && byte != '\n') {
    in_path = in_path || byte == '/';
    if (in_path && used + 1 < size)
      path[used++] = (char)byte;
  }
  path[used] = 0;
  return module->high != 0;
}

bool modules_find_mapped(uintptr_t address, struct module *module, char *path, size_t size) {
  struct lines lines = {.descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)};
  char first[512] = "";
  uintptr_t load = 0;
  bool found = false;
  while (lines.descriptor >= 0 && !found && next_mapping(&lines, module, path, size)) {
    /* A file's mappings lie together, the one that its addresses are counted from first. */
    if (strncmp(first, path, sizeof first - 1) != 0) {
      strncpy(first, path, sizeof first - 1);
      load = module->low;
    }
    found = address >= module->low && address < module->high && path[0];
  }
  if (lines.descriptor >= 0)
    close(lines.descriptor);
  module->load = load;
  module->path = path;
  return found;
}
