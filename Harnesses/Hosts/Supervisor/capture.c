#include "capture.h"

#include <string.h>

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

size_t capture_head_length(const struct capture *capture) { return smaller(capture->total, capture_head); }

static size_t beyond_head(const struct capture *capture) { return capture->total - capture_head_length(capture); }

size_t capture_dropped(const struct capture *capture) {
  size_t beyond = beyond_head(capture);
  return beyond > capture_tail ? beyond - capture_tail : 0;
}

void capture_add(struct capture *capture, const char *bytes, size_t count) {
  size_t room = capture_head - capture_head_length(capture), first = smaller(room, count);
  memcpy(capture->head + capture_head_length(capture), bytes, first);
  capture->total += first;
  for (size_t i = first; i < count; i++, capture->total++)
    capture->ring[(capture->total - capture_head) % capture_tail] = bytes[i];
}

size_t capture_take_tail(const struct capture *capture, char tail[capture_tail]) {
  size_t beyond = beyond_head(capture), count = smaller(beyond, capture_tail);
  for (size_t i = 0; i < count; i++)
    tail[i] = capture->ring[(beyond - count + i) % capture_tail];
  return count;
}
