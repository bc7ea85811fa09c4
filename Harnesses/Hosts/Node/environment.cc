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
                         const std::vector<std::string> &flags) {
  std::vector<std::string> errors;
  setup = node::CommonEnvironmentSetup::Create(platform, &errors, arguments, flags);
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

std::string environment::global(const std::string &name) {
  entered scope(*setup);
  v8::Isolate *isolate = setup->isolate();
  v8::Local<v8::String> key;
  v8::Local<v8::Value> value;
  if (!v8::String::NewFromUtf8(isolate, name.c_str()).ToLocal(&key) ||
      !setup->context()->Global()->Get(setup->context(), key).ToLocal(&value) || !value->IsString())
    return "";
  return *v8::String::Utf8Value(isolate, value);
}
