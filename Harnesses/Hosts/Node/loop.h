/* The part of libuv (1.x) that the agent uses, declared by hand as node_api.h is. */
#pragma once

#include <stddef.h>

typedef struct uv_handle_s uv_handle_t;
typedef struct uv_handle_s uv_async_t;
typedef struct uv_handle_s uv_timer_t;

/* The public head of a loop (`UV_LOOP` fields of uv.h); what follows differs between versions. */
typedef struct uv_loop_s {
  void *data;
  unsigned active_handles;
  void *handle_queue[2];
  union {
    void *unused;
    unsigned count;
  } active_requests;
} uv_loop_t;

/* Values of uv_handle_type. */
enum { loop_async = 1, loop_timer = 13 };

size_t uv_handle_size(int type);
const char *uv_handle_type_name(int type);
int uv_handle_get_type(const uv_handle_t *handle);
int uv_is_active(const uv_handle_t *handle);
int uv_has_ref(const uv_handle_t *handle);
void uv_ref(uv_handle_t *handle);
void uv_unref(uv_handle_t *handle);
void uv_walk(uv_loop_t *loop, void (*visit)(uv_handle_t *, void *), void *argument);
int uv_async_init(uv_loop_t *loop, uv_async_t *handle, void (*callback)(uv_async_t *));
int uv_async_send(uv_async_t *handle);
int uv_timer_init(uv_loop_t *loop, uv_timer_t *handle);
int uv_timer_start(uv_timer_t *handle, void (*callback)(uv_timer_t *), unsigned long long timeout,
                   unsigned long long repeat);
int uv_timer_stop(uv_timer_t *handle);
void uv_close(uv_handle_t *handle, void (*callback)(uv_handle_t *));
