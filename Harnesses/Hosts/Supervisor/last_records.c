#define _GNU_SOURCE
#include "last_records.h"

#include "../Wire/wire.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

void record_stream(const char *name, const struct capture *capture) {
  static char tail[capture_tail];
  if (capture->total == 0)
    return;
  wire_begin();
  wire_key("stream");
  wire_open_object();
  wire_key("name");
  wire_string(name);
  wire_key("head");
  wire_string_bytes(capture->head, capture_head_length(capture));
  wire_key("dropped");
  wire_number((double)capture_dropped(capture));
  wire_key("tail");
  wire_string_bytes(tail, capture_take_tail(capture, tail));
  wire_close_object();
  wire_end();
}

void record_stacks(const struct capture *capture) {
  static char tail[capture_tail];
  static char text[capture_head + capture_tail];
  if (capture->total == 0)
    return;
  size_t head = capture_head_length(capture), rest = capture_take_tail(capture, tail);
  memcpy(text, capture->head, head);
  memcpy(text + head, tail, rest);
  wire_begin();
  wire_key("stacks");
  wire_string_bytes(text, head + rest);
  wire_end();
}

void record_exit(const struct host_end *end) {
  char name[32];
  wire_begin();
  wire_key("exit");
  wire_open_object();
  wire_key("code");
  WIFEXITED(end->status) ? wire_number(WEXITSTATUS(end->status)) : wire_null();
  wire_key("signal");
  snprintf(name, sizeof name, "SIG%s", WIFSIGNALED(end->status) ? sigabbrev_np(WTERMSIG(end->status)) : "");
  WIFSIGNALED(end->status) ? wire_string(name) : wire_null();
  wire_key("deadline");
  end->missed_deadline ? wire_string(end->missed_deadline) : wire_null();
  wire_key("seconds");
  wire_number((double)(end->ended_ms - end->started_ms) / 1000);
  wire_key("descendants");
  wire_number(end->descendants);
  wire_key("peakKiB");
  wire_number((double)end->usage->ru_maxrss);
  wire_close_object();
  wire_end();
}

void record_template_end(const struct capture *err, int status, bool missed_deadline) {
  static char text[capture_tail + 64];
  static char tail[capture_tail];
  size_t count = capture_take_tail(err, tail);
  const char *last = count > 0 ? tail : err->head;
  count = count > 0 ? count : capture_head_length(err);
  snprintf(text, sizeof text, "%s %d: %.*s", missed_deadline ? "missed its deadline, status" : "status", status,
           (int)count, last);
  wire_fact_string(WIRE_TEMPLATE_ENDED, text);
}
