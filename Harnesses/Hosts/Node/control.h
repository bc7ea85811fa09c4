/* What a control in C is written against: an addon with `call`, and `setup` and `after` where it has them. What they
   return is what JavaScript gets; NULL is undefined. */
#pragma once

#include "node_api.h"

#include <stdlib.h>
#include <unistd.h>

napi_value control_call(napi_env env);
__attribute__((weak)) napi_value control_setup(napi_env env);
__attribute__((weak)) napi_value control_after(napi_env env);
/* Runs when the addon is loaded. */
__attribute__((weak)) void control_load(napi_env env);

typedef napi_value control_function(napi_env env);

static napi_value control_run(napi_env env, napi_callback_info info) {
  void *data;
  size_t count = 0;
  napi_get_cb_info(env, info, &count, NULL, NULL, &data);
  return (*(control_function **)data)(env);
}

static void control_export(napi_env env, napi_value exports, const char *name, control_function **function) {
  napi_value value;
  if (*function && napi_create_function(env, name, NAPI_AUTO_LENGTH, control_run, function, &value) == napi_ok)
    napi_set_named_property(env, exports, name, value);
}

int32_t node_api_module_get_api_version_v1(void) { return 8; }

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static control_function *call, *setup, *after;
  call = control_call, setup = control_setup, after = control_after;
  if (control_load)
    control_load(env);
  control_export(env, exports, "call", &call);
  control_export(env, exports, "setup", &setup);
  control_export(env, exports, "after", &after);
  return exports;
}
