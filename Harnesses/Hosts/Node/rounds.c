/* Rounds: an exercise called again and again between readings. The loop is JavaScript's, since a call may have to be
   awaited; the schedule and the counters are here. */
#define _GNU_SOURCE
#include "../../Instruments/Growth/growth.h"
#include "../../Instruments/Growth/survivors.h"
#include "../../Instruments/Heap/heap.h"
#include "../Wire/wire.h"
#include "agent.h"

#include <dlfcn.h>

static struct growth growth;
static struct survivors survivors;

/* Used bytes of V8's heap, filled in by JavaScript before each reading. */
static double *v8_bytes;
static napi_env environment;

static double heap_bytes(void *context) { return (void)context, *v8_bytes; }

/* Of buffers, and what addons have declared for their objects. */
static double external_bytes(void *context) {
  int64_t bytes = 0;
  (void)context;
  napi_adjust_external_memory(environment, 0, &bytes);
  return (double)bytes;
}

static napi_value begin(napi_env env, napi_callback_info info) {
  (void)info;
  environment = env;
  growth_begin(&growth, &growth_plan_default, NULL);
  growth_count_process(&growth);
  growth_count(&growth, "v8-heap-bytes", heap_bytes);
  growth_count(&growth, "external-bytes", external_bytes);
  return NULL;
}

static napi_value reading_due(napi_env env, napi_callback_info info) {
  (void)info;
  return agent_boolean(env, growth_reading_due(&growth));
}

static napi_value next(napi_env env, napi_callback_info info) {
  (void)info;
  return agent_boolean(env, growth_next(&growth));
}

static napi_value report(napi_env env, napi_callback_info info) {
  napi_value argument;
  double raised = 0;
  agent_arguments(env, info, &argument, 1);
  napi_get_value_double(env, argument, &raised);
  if (growth.readings < 2)
    return NULL;
  growth_report(&growth);
  wire_fact_number("calls", growth.calls[growth.readings - 1]);
  wire_fact_number("raised-calls", raised);
  return NULL;
}

/* The second pass. */

static napi_value recording_begin(napi_env env, napi_callback_info info) {
  (void)info;
  return agent_boolean(env, survivors_begin(&survivors, NULL, NULL));
}

static napi_value recording_turns(napi_env env, napi_callback_info info) {
  (void)info;
  return agent_boolean(env, survivors_turn_due(&survivors));
}

static napi_value recording_next(napi_env env, napi_callback_info info) {
  (void)info;
  return agent_boolean(env, survivors_next(&survivors));
}

static napi_value recording_report(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  survivors_report(&survivors);
  return NULL;
}

/* What is loaded by now is the runtime: what comes later is the artifact, and what it brings. */
static void tell_apart(void) {
  bool (*tell)(void);
  *(void **)&tell = dlsym(RTLD_DEFAULT, "harness_heap_tell_apart");
  if (tell)
    tell();
}

void rounds_add(napi_env env, napi_value object) {
  napi_value buffer;
  tell_apart();
  napi_create_arraybuffer(env, sizeof *v8_bytes, (void **)&v8_bytes, &buffer);
  napi_set_named_property(env, object, "v8Bytes", buffer);
  agent_add(env, object, "roundsBegin", begin);
  agent_add(env, object, "readingDue", reading_due);
  agent_add(env, object, "roundsNext", next);
  agent_add(env, object, "roundsReport", report);
  agent_add(env, object, "recordingBegin", recording_begin);
  agent_add(env, object, "recordingTurns", recording_turns);
  agent_add(env, object, "recordingNext", recording_next);
  agent_add(env, object, "recordingReport", recording_report);
}
