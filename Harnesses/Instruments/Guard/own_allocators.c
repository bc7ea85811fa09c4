#define _GNU_SOURCE
#include "own_allocators.h"

#include "../../Hosts/Wire/wire.h"

#include <link.h>
#include <stdbool.h>
#include <string.h>

/* What each prints when something is wrong with its settings, or leaves in whatever it builds; those that
   Sources/Packaging knows, too. */
static const struct {
  const char *name, *text;
} allocators[] = {
    {"jemalloc", "<jemalloc>"}, {"mimalloc", "mimalloc: "}, {"tcmalloc", "tcmalloc: "}, {"Go's", "Go buildinf:"}};
enum { allocator_count = sizeof allocators / sizeof *allocators };

struct search {
  const char *const *prefixes;
  bool found[allocator_count];
};

static bool is_wanted(const char *path, const char *const *prefixes) {
  for (; *prefixes; prefixes++)
    if (strncmp(path, *prefixes, strlen(*prefixes)) == 0)
      return true;
  return false;
}

static void search_segment(const char *bytes, size_t count, struct search *search) {
  for (size_t i = 0; i < allocator_count; i++)
    search->found[i] = search->found[i] || memmem(bytes, count, allocators[i].text, strlen(allocators[i].text));
}

static int search_file(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  struct search *search = argument;
  if (!is_wanted(info->dlpi_name, search->prefixes))
    return 0;
  for (size_t i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type == PT_LOAD && segment->p_flags & PF_R)
      search_segment((const char *)(info->dlpi_addr + segment->p_vaddr), segment->p_filesz, search);
  }
  return 0;
}

void own_allocators_tell(const char *const *prefixes) {
  struct search search = {.prefixes = prefixes};
  dl_iterate_phdr(search_file, &search);
  wire_begin();
  wire_key("fact");
  wire_string("own-allocators");
  wire_key("value");
  wire_open_array();
  for (size_t i = 0; i < allocator_count; i++)
    if (search.found[i])
      wire_string(allocators[i].name);
  wire_close_array();
  wire_end();
}
