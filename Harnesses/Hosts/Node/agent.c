#define _GNU_SOURCE
#include "agent.h"

#include "../Wire/stacks.h"
#include "../Wire/wire.h"
#include "loop.h"
#include "trap.h"

#include <stdlib.h>
#include <unistd.h>

static bool by_teardown;
static agent_environment *second_environment;

void agent_start(void) {
  static bool started;
  if (started)
    return;
  started = true;
  wire_open();
  wire_step(WIRE_STEP_INITIALISE);
}

void agent_embed(agent_environment *second) { second_environment = second; }

bool agent_ends_by_teardown(void) { return by_teardown; }

void agent_done(void) { wire_step(WIRE_STEP_DONE); }

/* JavaScript's side. */

void agent_add(napi_env env, napi_value object, const char *name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, NULL, &function);
  napi_set_named_property(env, object, name, function);
}

void agent_arguments(napi_env env, napi_callback_info info, napi_value *arguments, size_t count) {
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
}

napi_value agent_boolean(napi_env env, bool value) {
  napi_value result;
  napi_get_boolean(env, value, &result);
  return result;
}

char *agent_copy(napi_env env, napi_value value) {
  size_t length;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok)
    return NULL;
  char *text = malloc(length + 1);
  if (text)
    napi_get_value_string_utf8(env, value, text, length + 1, &length);
  return text;
}

/* Handles: an environment that ends with one of them open aborts. */

enum { handles_limit = 4 };
static uv_handle_t *handles[handles_limit];
static size_t handle_count;

struct uv_handle_s *agent_handle(int type) {
  uv_handle_t *handle = calloc(1, uv_handle_size(type));
  handles[handle_count++ % handles_limit] = handle;
  return handle;
}

static void close_handles(void) {
  for (size_t i = 0; i < handle_count && i < handles_limit; i++)
    uv_close(handles[i], NULL);
}

/* Endings. */

static napi_value leave_at_once(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  agent_done();
  _exit(0);
}

static napi_value ends_by_teardown(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  by_teardown = true;
  return NULL;
}

static napi_value done(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  agent_done();
  return NULL;
}

/* secondEnvironment(file, job) */
static napi_value run_second_environment(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  agent_arguments(env, info, arguments, 2);
  char *file = agent_copy(env, arguments[0]), *job = agent_copy(env, arguments[1]);
  const char *failure = file && job ? second_environment(file, job) : "there is no memory for its job";
  if (failure)
    napi_throw_error(env, NULL, failure);
  free(job);
  free(file);
  return NULL;
}

static napi_value is_embedded(napi_env env, napi_callback_info info) {
  (void)info;
  return agent_boolean(env, second_environment != NULL);
}

/* Hooks run in reverse order and the agent is the first addon of the process, so that the artifact is down by now. The
   embedded host goes on to dispose of the isolate, and says itself that all is done. */
static void environment_ends(void *unused) {
  (void)unused;
  close_handles();
  if (by_teardown && !second_environment)
    agent_done();
}

int32_t node_api_module_get_api_version_v1(void) { return 8; }

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static bool registered;
  agent_start();
  records_add(env, exports);
  if (registered) /* in a second environment of the process */
    return exports;
  registered = true;
  trap_install();
  napi_add_env_cleanup_hook(env, environment_ends, NULL);
  agent_add(env, exports, "leaveAtOnce", leave_at_once);
  agent_add(env, exports, "endsByTeardown", ends_by_teardown);
  agent_add(env, exports, "done", done);
  agent_add(env, exports, "isEmbedded", is_embedded);
  agent_add(env, exports, "secondEnvironment", run_second_environment);
  rounds_add(env, exports);
  hold_add(env, exports);
  alive_add(env, exports);
  hang_add(env, exports);
  return exports;
}
