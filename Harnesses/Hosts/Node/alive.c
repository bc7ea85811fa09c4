/* What keeps the loop alive, as libuv knows it; bootstrap.cjs adds what Node knows. */
#include "agent.h"
#include "loop.h"

#include <stdio.h>

enum { names_bytes = 4096 };

struct names {
  char text[names_bytes]; /* one a line */
  size_t length;
};

static void put(struct names *names, const char *name) {
  int written = snprintf(names->text + names->length, sizeof names->text - names->length, "%s\n", name);
  if (written > 0 && (size_t)written < sizeof names->text - names->length)
    names->length += (size_t)written;
}

static bool keeps_alive(const uv_handle_t *handle) { return uv_is_active(handle) && uv_has_ref(handle); }

/* An addon's threadsafe function is an async handle to libuv. */
static const char *name_of(const uv_handle_t *handle) {
  int type = uv_handle_get_type(handle);
  return type == loop_async ? "async (threadsafe function or uv_async_t)" : uv_handle_type_name(type);
}

static void visit(uv_handle_t *handle, void *names) {
  if (keeps_alive(handle))
    put(names, name_of(handle));
}

static void list(napi_env env, struct names *names) {
  uv_loop_t *loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(loop, visit, names);
  for (unsigned i = 0; i < loop->active_requests.count && i < 64; i++)
    put(names, "request (work in the thread pool, file or network)");
}

static napi_value keeps_loop_alive(napi_env env, napi_callback_info info) {
  struct names names = {.length = 0};
  napi_value text;
  (void)info;
  list(env, &names);
  napi_create_string_utf8(env, names.text, names.length, &text);
  return text;
}

static void let_go(uv_handle_t *handle, void *unused) {
  (void)unused;
  uv_unref(handle);
}

/* So that a stock Node, which tears its environment down only at the loop's end, gets there with all of it open. */
static napi_value let_loop_end(napi_env env, napi_callback_info info) {
  uv_loop_t *loop;
  (void)info;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(loop, let_go, NULL);
  return NULL;
}

void alive_add(napi_env env, napi_value object) {
  agent_add(env, object, "keepsLoopAlive", keeps_loop_alive);
  agent_add(env, object, "letLoopEnd", let_loop_end);
}
