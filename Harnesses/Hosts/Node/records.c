/* Records: what goes on the wire in JavaScript's own words. */
#include "../Wire/modules.h"
#include "../Wire/wire.h"
#include "agent.h"

#include <stdlib.h>
#include <string.h>

static napi_value write_text(napi_env env, napi_callback_info info, void (*write)(const char *)) {
  napi_value argument;
  agent_arguments(env, info, &argument, 1);
  char *text = agent_copy(env, argument);
  if (text)
    write(text);
  free(text);
  return NULL;
}

/* What the step before has loaded gets its name in a stack. */
static void begin_step(const char *name) {
  modules_refresh();
  wire_step(name);
}

static void write_record(const char *record) { wire_raw(record, strlen(record)); }

static napi_value step(napi_env env, napi_callback_info info) { return write_text(env, info, begin_step); }
static napi_value record(napi_env env, napi_callback_info info) { return write_text(env, info, write_record); }
static napi_value skip(napi_env env, napi_callback_info info) { return write_text(env, info, wire_skip); }
static napi_value unmeasured(napi_env env, napi_callback_info info) { return write_text(env, info, wire_unmeasured); }

void records_add(napi_env env, napi_value object) {
  agent_add(env, object, "step", step);
  agent_add(env, object, "record", record);
  agent_add(env, object, "skip", skip);
  agent_add(env, object, "unmeasured", unmeasured);
}
