/* The agent as the embedded host uses it: the same file that JavaScript loads, so that both write on one wire. */
#pragma once

#include "embedding.h"

#include <dlfcn.h>
#include <string>

class agent_library {
public:
  explicit agent_library(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library || !find(library, "agent_start", start) || !find(library, "agent_embed", embed) ||
        !find(library, "agent_ends_by_teardown", ends_by_teardown) || !find(library, "agent_done", done))
      failure = dlerror();
  }

  const std::string &error() const { return failure; }

  decltype(&agent_start) start = nullptr;
  decltype(&agent_embed) embed = nullptr;
  decltype(&agent_ends_by_teardown) ends_by_teardown = nullptr;
  decltype(&agent_done) done = nullptr;

private:
  std::string failure;

  template <typename Function> static bool find(void *library, const char *name, Function &function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
  }
};
