/* The agent: a small addon that gives bootstrap.cjs what JavaScript can't see. One for every Node that has Node-API 8.

   Its parts each put their functions on the object that bootstrap.cjs gets. */
#pragma once

#include "embedding.h"
#include "node_api.h"

void agent_add(napi_env env, napi_value object, const char *name, napi_callback callback);
/* Up to `count` arguments; what was not given is undefined. */
void agent_arguments(napi_env env, napi_callback_info info, napi_value *arguments, size_t count);
napi_value agent_boolean(napi_env env, bool value);
/* A handle on the loop of this type, which must not keep it alive; closed when the environment ends. */
struct uv_handle_s *agent_handle(int type);
/* A text, which the caller frees; NULL where the value is none. */
char *agent_copy(napi_env env, napi_value value);

void records_add(napi_env env, napi_value object);
void rounds_add(napi_env env, napi_value object);
void hold_add(napi_env env, napi_value object);
void alive_add(napi_env env, napi_value object);
void hang_add(napi_env env, napi_value object);
