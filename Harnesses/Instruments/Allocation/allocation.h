/* What an instrument of memory does with each request of the process; entry_points.c has the functions by which they
   come. The instrument defines these. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Blocks of one family are given back by functions of the same: free, operator delete. */
enum allocation_family { allocation_malloc, allocation_new };

struct allocation_request {
  size_t size;
  size_t alignment; /* 0 for malloc's own */
  bool zeroed;
  enum allocation_family family;
  const void *caller; /* the return address of the call */
};

/* Within the instrument: a name of ours in the process of an artifact may be one of its own. */
#pragma GCC visibility push(hidden)

/* NULL where there is no memory. */
void *allocation_gain(const struct allocation_request *request);
/* `block` is not NULL in these. */
void *allocation_resize(void *block, size_t size, const void *caller);
void allocation_lose(void *block, enum allocation_family family, const void *caller);
size_t allocation_usable(const void *block);
/* Bytes that mmap(2) gave, or munmap(2) took back. */
void allocation_mapped(void *start, int64_t bytes, const void *caller);
/* libstdc++'s operator new is about to be asked for what there was no memory for, so that it throws. */
void allocation_failed(void);

#pragma GCC visibility pop
