#define _GNU_SOURCE
#include "module_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { header_size = 8, memory_section = 5 };

static char problem[256];

static const char *unreadable(const char *path) {
  snprintf(problem, sizeof problem, "%s could not be read: %s", path, strerror(errno));
  return problem;
}

static const char *refusal(const struct module_file *file) {
  static const uint8_t magic[] = {0, 'a', 's', 'm'}, module[] = {1, 0, 0, 0}, component[] = {0x0d, 0, 1, 0};
  uint8_t first[header_size] = {0};
  memcpy(first, file->bytes, file->size < header_size ? file->size : header_size);
  if (file->size < header_size || memcmp(first, magic, sizeof magic) != 0)
    snprintf(problem, sizeof problem,
             "it is no WebAssembly: it has %zu bytes, of which the first are %02x %02x %02x %02x, not 00 61 73 6d",
             file->size, first[0], first[1], first[2], first[3]);
  else if (memcmp(first + 4, component, sizeof component) == 0)
    snprintf(problem, sizeof problem,
             "it is a component (version 0d 00 01 00) and not a module (01 00 00 00): components need a runtime of the "
             "component model; check the core module that the component was made from");
  else if (memcmp(first + 4, module, sizeof module) != 0)
    snprintf(problem, sizeof problem, "its version is %02x %02x %02x %02x, and that of a module is 01 00 00 00",
             first[4], first[5], first[6], first[7]);
  else
    return NULL;
  return problem;
}

const char *module_file_read(struct module_file *file, const char *path) {
  const char *slash = strrchr(path, '/');
  struct stat status;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  file->name = slash ? slash + 1 : path;
  if (descriptor < 0 || fstat(descriptor, &status) != 0)
    return unreadable(path);
  file->size = (size_t)status.st_size;
  file->bytes = malloc(file->size + 1);
  ssize_t got = file->bytes ? read(descriptor, file->bytes, file->size) : -1;
  close(descriptor);
  return got == status.st_size ? refusal(file) : unreadable(path);
}

/* An unsigned LEB128 of at most 32 bits; 0 past the end. */
static size_t read_number(const struct module_file *file, size_t *at) {
  size_t value = 0;
  for (int shift = 0; *at < file->size && shift < 35; shift += 7) {
    uint8_t byte = file->bytes[(*at)++];
    value |= (size_t)(byte & 0x7f) << shift;
    if (byte < 0x80)
      break;
  }
  return value;
}

bool module_file_has_memory(const struct module_file *file) {
  for (size_t at = header_size; at < file->size;) {
    uint8_t section = file->bytes[at++];
    size_t size = read_number(file, &at), content = at;
    if (section == memory_section)
      return read_number(file, &content) > 0;
    at += size;
  }
  return false;
}
