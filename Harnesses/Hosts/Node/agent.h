/* The agent: a small addon that gives bootstrap.cjs what JavaScript can't see. One for every Node that has Node-API 8.

   Its parts each put their functions on the object that bootstrap.cjs gets. */
#pragma once

#include "node_api.h"

/* Opens the wire and takes the signals, once. The embedded host calls it before there is a runtime. */
void agent_start(void);
/* Where it has been called, `unload` and `leave` are the embedded host's work: `wanted` of enum agent_ending. */
void agent_embed(void (*second_environment)(void));

/* How the process ends once the probe is over. */
enum agent_ending {
  agent_ends_at_once, /* _exit(0) after the last record */
  agent_unloads,      /* the environment is torn down, then the last record, then exit(0) */
  agent_leaves,       /* the last record, then whatever is left to do */
};
enum agent_ending agent_ending(void);
/* The last record. */
void agent_done(void);

void agent_add(napi_env env, napi_value object, const char *name, napi_callback callback);
/* Up to `count` arguments; what was not given is undefined. */
void agent_arguments(napi_env env, napi_callback_info info, napi_value *arguments, size_t count);
napi_value agent_boolean(napi_env env, bool value);
/* A text argument in a buffer that the next call reuses; NULL where it is no text. */
const char *agent_text(napi_env env, napi_callback_info info);

void records_add(napi_env env, napi_value object);
void rounds_add(napi_env env, napi_value object);
void hold_add(napi_env env, napi_value object);
void alive_add(napi_env env, napi_value object);
void hang_add(napi_env env, napi_value object);
