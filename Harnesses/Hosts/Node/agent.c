#define _GNU_SOURCE
#include "agent.h"

#include "../Wire/stacks.h"
#include "../Wire/wire.h"
#include "trap.h"

#include <stdlib.h>
#include <unistd.h>

static enum agent_ending ending;
static void (*second_environment)(void);

void agent_start(void) {
  static bool started;
  if (started)
    return;
  started = true;
  wire_open();
  wire_step(WIRE_STEP_INITIALISE);
}

void agent_embed(void (*second)(void)) { second_environment = second; }

enum agent_ending agent_ending(void) { return ending; }

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

const char *agent_text(napi_env env, napi_callback_info info) {
  static char *text;
  napi_value argument;
  size_t length;
  agent_arguments(env, info, &argument, 1);
  if (napi_get_value_string_utf8(env, argument, NULL, 0, &length) != napi_ok)
    return NULL;
  free(text);
  text = malloc(length + 1);
  if (text)
    napi_get_value_string_utf8(env, argument, text, length + 1, &length);
  return text;
}

/* Endings. */

static napi_value leave_at_once(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  agent_done();
  _exit(0);
}

static napi_value set_ending(napi_env env, napi_callback_info info) {
  napi_value argument;
  double wanted = 0;
  agent_arguments(env, info, &argument, 1);
  napi_get_value_double(env, argument, &wanted);
  ending = (enum agent_ending)wanted;
  return NULL;
}

static napi_value done(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  agent_done();
  return NULL;
}

static napi_value run_second_environment(napi_env env, napi_callback_info info) {
  (void)info;
  if (second_environment)
    second_environment();
  return agent_boolean(env, second_environment != NULL);
}

/* Hooks run in reverse order and the agent is the first addon of the process, so that the artifact is down by now. The
   embedded host goes on to dispose of the isolate, and says itself that all is done. */
static void environment_ends(void *unused) {
  (void)unused;
  if (ending == agent_unloads && !second_environment)
    agent_done();
}

int32_t node_api_module_get_api_version_v1(void) { return 8; }

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static bool registered;
  agent_start();
  records_add(env, exports);
  if (registered) /* a second environment of the process: it only writes records */
    return exports;
  registered = true;
  trap_install();
  napi_add_env_cleanup_hook(env, environment_ends, NULL);
  agent_add(env, exports, "leaveAtOnce", leave_at_once);
  agent_add(env, exports, "setEnding", set_ending);
  agent_add(env, exports, "done", done);
  agent_add(env, exports, "secondEnvironment", run_second_environment);
  rounds_add(env, exports);
  hold_add(env, exports);
  alive_add(env, exports);
  hang_add(env, exports);
  return exports;
}
