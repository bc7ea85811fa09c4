/* One environment of Node with an isolate and a loop of its own; its end takes all three down. */
#pragma once

#include <node.h>

#include <memory>
#include <string>
#include <vector>

class environment {
public:
  /* The inspector of a process belongs to its first environment; a further one that claims it aborts. */
  enum class order { first, further };
  environment(node::MultiIsolatePlatform *platform, const std::vector<std::string> &arguments,
              const std::vector<std::string> &flags, order which);

  /* Empty where it could be made. */
  const std::string &error() const { return failure; }

  /* What `process.exit()` ends. */
  enum class exits { process, environment };
  /* Runs a script and then the loop to its end; the exit status. */
  int run(const std::string &source, exits exits);

private:
  std::string failure;
  std::unique_ptr<node::CommonEnvironmentSetup> setup;
};
