#define _GNU_SOURCE
#include "backtrace.h"

#include <unwind.h>

struct walk {
  void **frames;
  size_t depth, limit, skip;
};

static _Unwind_Reason_Code walk_frame(struct _Unwind_Context *context, void *argument) {
  struct walk *walk = argument;
  if (walk->skip > 0)
    return walk->skip--, _URC_NO_REASON;
  if (walk->depth == walk->limit)
    return _URC_END_OF_STACK;
  walk->frames[walk->depth++] = (void *)_Unwind_GetIP(context);
  return _URC_NO_REASON;
}

size_t backtrace_take(void **frames, size_t limit, size_t skip) {
  /* The first frame is this function's own. */
  struct walk walk = {.frames = frames, .limit = limit, .skip = skip + 1};
  _Unwind_Backtrace(walk_frame, &walk);
  return walk.depth;
}
