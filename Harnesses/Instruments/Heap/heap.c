/* Counts: libc's allocation functions put behind ours, which add up what is live. See heap.h. */
#define _GNU_SOURCE
#include "heap.h"

#include "recording.h"

#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's own entry points, so that no dlsym is needed: it allocates, before there is an allocator. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static atomic_int_fast64_t live_blocks, live_bytes, mapped_bytes;

static void add(atomic_int_fast64_t *counter, int64_t amount) {
  atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static void *gained(void *block) {
  if (block) {
    size_t bytes = malloc_usable_size(block);
    add(&live_blocks, 1);
    add(&live_bytes, (int64_t)bytes);
    recording_gained(block, bytes);
  }
  return block;
}

static void lost(void *block) {
  add(&live_blocks, -1);
  add(&live_bytes, -(int64_t)malloc_usable_size(block));
  recording_lost(block);
}

void *malloc(size_t size) { return gained(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return gained(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return gained(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return gained(__libc_memalign(alignment, size)); }

void free(void *block) {
  if (!block)
    return;
  lost(block);
  __libc_free(block);
}

/* The block may be gone once libc returns, so it is given up first and taken back where libc refuses. */
void *realloc(void *block, size_t size) {
  if (!block)
    return malloc(size);
  lost(block);
  void *moved = __libc_realloc(block, size);
  if (!moved && size > 0)
    gained(block);
  return gained(moved);
}

void *reallocarray(void *block, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return NULL;
  }
  return realloc(block, bytes);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  void *aligned = memalign(alignment, size);
  if (!aligned)
    return ENOMEM;
  *block = aligned;
  return 0;
}

void *valloc(size_t size) { return memalign((size_t)sysconf(_SC_PAGESIZE), size); }

void *pvalloc(size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return memalign(page, (size + page - 1) / page * page);
}

/* Mappings. malloc's own go through libc's internal names and are not seen here. */

static int64_t whole_pages(size_t length) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return (int64_t)((length + page - 1) / page * page);
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  void *mapped = (void *)syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
  /* A fixed mapping replaces what is there: its bytes are counted already. */
  if (mapped != MAP_FAILED && !(flags & MAP_FIXED))
    add(&mapped_bytes, whole_pages(length));
  return mapped;
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off64_t offset) {
  return mmap(address, length, protection, flags, descriptor, offset);
}

int munmap(void *address, size_t length) {
  int result = (int)syscall(SYS_munmap, address, length);
  if (result == 0)
    add(&mapped_bytes, -whole_pages(length));
  return result;
}

void *mremap(void *address, size_t old_length, size_t length, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  void *wanted = flags & MREMAP_FIXED ? va_arg(arguments, void *) : NULL;
  va_end(arguments);
  void *mapped = (void *)syscall(SYS_mremap, address, old_length, length, flags, wanted);
  if (mapped != MAP_FAILED)
    add(&mapped_bytes, whole_pages(length) - whole_pages(old_length));
  return mapped;
}

void harness_heap_read(struct heap_reading *reading) {
  reading->live_blocks = atomic_load_explicit(&live_blocks, memory_order_relaxed);
  reading->live_bytes = atomic_load_explicit(&live_bytes, memory_order_relaxed);
  reading->mapped_bytes = atomic_load_explicit(&mapped_bytes, memory_order_relaxed);
}
