/* The embedded Node host: a program of ours with an isolate, a loop and an environment on libnode.

     node-host FLAGS BOOTSTRAP AGENT JOB      as a stock node is started

   initialise → bootstrap.cjs, which runs the probe → where the probe asks for it, the environment is torn down.
   The agent is loaded first, so that there is a record before the runtime's start. */
#include "agent_library.h"
#include "environment.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int exit_usage = 98, exit_host = 99; /* Wire/wire.h */
constexpr int platform_threads = 4;            /* as many as a stock node has */

const char *run_bootstrap = "require('module').createRequire(process.argv[1])(process.argv[1]);";

[[noreturn]] void give_up(const std::string &why) {
  std::fprintf(stderr, "node-host: %s\n", why.c_str());
  std::exit(exit_host);
}

struct runtime {
  std::unique_ptr<node::MultiIsolatePlatform> platform;
  std::vector<std::string> arguments, flags;
};

/* For the second environment, which the agent asks for from JavaScript. */
runtime *current;

runtime start(const std::vector<std::string> &words) {
  auto result = node::InitializeOncePerProcess(words, {node::ProcessInitializationFlags::kNoInitializeV8,
                                                       node::ProcessInitializationFlags::kNoInitializeNodeV8Platform});
  for (const std::string &error : result->errors())
    std::fprintf(stderr, "node-host: %s\n", error.c_str());
  if (result->early_return())
    std::exit(exit_host);
  auto platform = node::MultiIsolatePlatform::Create(platform_threads);
  v8::V8::InitializePlatform(platform.get());
  v8::V8::Initialize();
  return {std::move(platform), result->args(), result->exec_args()};
}

std::string quoted(const std::string &text) {
  std::string literal = "\"";
  for (char c : text)
    literal += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return literal + "\"";
}

/* In a thread of its own, while the first environment waits; an exit there ends that environment alone. */
const char *second_environment(const char *file, const char *job) {
  static std::string failure;
  std::string path = quoted(file);
  std::string source = "require('module').createRequire(" + path + ")(" + path + ").useHere(" + job + ");";
  std::thread([&] {
    environment second(current->platform.get(), current->arguments, current->flags, environment::order::further);
    failure = second.error();
    if (failure.empty())
      second.run(source, environment::exits::environment);
  }).join();
  return failure.empty() ? nullptr : failure.c_str();
}

} // namespace

int main(int count, char **words) {
  if (count < 4) {
    std::fprintf(stderr, "node-host: expected FLAGS BOOTSTRAP AGENT JOB\n");
    return exit_usage;
  }
  agent_library agent(words[count - 2]);
  if (!agent.error().empty())
    give_up(agent.error());
  agent.start();
  runtime runtime = start({words, words + count});
  current = &runtime;
  agent.embed(second_environment);
  int status;
  {
    environment first(runtime.platform.get(), runtime.arguments, runtime.flags, environment::order::first);
    if (!first.error().empty())
      give_up(first.error());
    status = first.run(run_bootstrap, environment::exits::process);
  }
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
  node::TearDownOncePerProcess();
  if (agent.ends_by_teardown())
    agent.done();
  return status;
}
