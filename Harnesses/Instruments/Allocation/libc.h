/* libc's own allocator, behind an instrument that has taken its names. */
#pragma once

#include <stddef.h>

/* glibc's own entry points, so that no dlsym is needed: it allocates, before there is an allocator. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

/* What malloc_usable_size says, from the word before the block: a chunk's size with three flags, of which the second
   stands for a chunk of its own mapping (glibc's malloc.c, "Chunk representations"). libc's own function is behind
   ours. */
static inline size_t libc_usable(const void *block) {
  size_t word = ((const size_t *)block)[-1];
  return (word & ~(size_t)7) - (word & 2 ? 2 : 1) * sizeof(size_t);
}
