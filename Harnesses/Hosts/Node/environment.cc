#include "environment.h"

#include <cstdlib>

namespace {

/* Everything that a use of an isolate needs around it. */
struct entered {
  v8::Locker locker;
  v8::Isolate::Scope isolate;
  v8::HandleScope handles;
  v8::Context::Scope context;

  explicit entered(const node::CommonEnvironmentSetup &setup)
      : locker(setup.isolate()), isolate(setup.isolate()), handles(setup.isolate()), context(setup.context()) {}
};

void end_process(node::Environment *, int status) { std::exit(status); }
void end_environment(node::Environment *environment, int) { node::Stop(environment); }

} // namespace

environment::environment(node::MultiIsolatePlatform *platform, const std::vector<std::string> &arguments,
                         const std::vector<std::string> &flags, order which) {
  std::vector<std::string> errors;
  auto owns = which == order::first ? node::EnvironmentFlags::kDefaultFlags : node::EnvironmentFlags::kOwnsProcessState;
  setup = node::CommonEnvironmentSetup::Create(platform, &errors, arguments, flags, owns);
  for (const std::string &error : errors)
    failure += (failure.empty() ? "" : "; ") + error;
  if (!setup && failure.empty())
    failure = "libnode made no environment and gave no reason";
}

int environment::run(const std::string &source, exits exits) {
  constexpr int failed = 1;
  entered scope(*setup);
  node::SetProcessExitHandler(setup->env(), exits == exits::process ? end_process : end_environment);
  int status = failed;
  if (!node::LoadEnvironment(setup->env(), source.c_str()).IsEmpty())
    status = node::SpinEventLoop(setup->env()).FromMaybe(failed);
  node::Stop(setup->env());
  return status;
}
