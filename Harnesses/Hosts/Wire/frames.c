#include "frames.h"

#include "modules.h"
#include "wire.h"

static void write_frame(uintptr_t address) {
  struct module mapped;
  char path[512];
  const struct module *module = modules_find(address);
  if (!module && modules_find_mapped(address, &mapped, path, sizeof path))
    module = &mapped;
  wire_open_object();
  wire_key("module");
  wire_string(module ? module->path : "?");
  wire_key("offset");
  wire_number((double)(module ? address - module->load : address));
  wire_close_object();
}

void frames_write(const char *key, void *const *return_addresses, size_t count) {
  wire_key(key);
  wire_open_array();
  /* The frame below the first is at address 0. */
  for (size_t i = 0; i < count && return_addresses[i]; i++)
    write_frame((uintptr_t)return_addresses[i] - 1);
  wire_close_array();
}
