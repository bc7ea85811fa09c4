/* What a process wrote, bounded: the first bytes, the last bytes, and how many were dropped between. */
#pragma once

#include <stddef.h>

enum { capture_head = 8192, capture_tail = 16384 };

struct capture {
  char head[capture_head];
  char ring[capture_tail];
  size_t total;
};

void capture_add(struct capture *capture, const char *bytes, size_t count);
/* Copies the last bytes that are not in the head into `tail`, in their order; returns how many. */
size_t capture_take_tail(const struct capture *capture, char tail[capture_tail]);
size_t capture_head_length(const struct capture *capture);
size_t capture_dropped(const struct capture *capture);
