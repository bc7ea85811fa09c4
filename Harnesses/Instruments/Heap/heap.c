/* Counts: libc's allocation functions put behind ours, which add up what is live. See heap.h. */
#define _GNU_SOURCE
#include "heap.h"

#include "holdings.h"
#include "owners.h"
#include "recording.h"

#include <dlfcn.h>
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

static atomic_int_fast64_t live_blocks, live_bytes, mapped_bytes, own_blocks, own_bytes, own_mapped_bytes;

static void add(atomic_int_fast64_t *counter, int64_t amount) {
  atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

/* What malloc_usable_size says, from the word before the block: a chunk's size with three flags, of which the second
   stands for a chunk of its own mapping (glibc's malloc.c, "Chunk representations"). libc's own function is behind
   ours. */
static size_t usable(const void *block) {
  size_t word = ((const size_t *)block)[-1];
  return (word & ~(size_t)7) - (word & 2 ? 2 : 1) * sizeof(size_t);
}

static void *gained(void *block, bool own) {
  if (!block)
    return NULL;
  size_t bytes = usable(block);
  add(&live_blocks, 1);
  add(&live_bytes, (int64_t)bytes);
  if (own) {
    owners_mark(block, bytes);
    add(&own_blocks, 1);
    add(&own_bytes, (int64_t)(bytes - owners_mark_bytes));
  }
  recording_gained(block, bytes);
  return block;
}

/* Whether it was counted apart. */
static bool lost(void *block) {
  size_t bytes = usable(block);
  bool own = owners_unmark(block, bytes);
  add(&live_blocks, -1);
  add(&live_bytes, -(int64_t)bytes);
  if (own) {
    add(&own_blocks, -1);
    add(&own_bytes, -(int64_t)(bytes - owners_mark_bytes));
  }
  recording_lost(block);
  return own;
}

/* Room for the mark; what overflows is left to libc to refuse. */
static size_t with_mark(size_t size, bool own) {
  size_t bytes;
  return own && !__builtin_add_overflow(size, owners_mark_bytes, &bytes) ? bytes : size;
}

static void *allocate(size_t size, const void *caller) {
  bool own = owners_is_own(caller);
  return gained(__libc_malloc(with_mark(size, own)), own);
}

static void *allocate_aligned(size_t alignment, size_t size, const void *caller) {
  bool own = owners_is_own(caller);
  return gained(__libc_memalign(alignment, with_mark(size, own)), own);
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) { return allocate(size, CALLER); }
void *memalign(size_t alignment, size_t size) { return allocate_aligned(alignment, size, CALLER); }
void *aligned_alloc(size_t alignment, size_t size) { return allocate_aligned(alignment, size, CALLER); }

void *calloc(size_t count, size_t size) {
  bool own = owners_is_own(CALLER);
  size_t bytes;
  if (!own || __builtin_mul_overflow(count, size, &bytes))
    return gained(__libc_calloc(count, size), false);
  return gained(__libc_calloc(1, with_mark(bytes, own)), own);
}

void free(void *block) {
  if (!block)
    return;
  lost(block);
  __libc_free(block);
}

/* The block may be gone once libc returns, so it is given up first and taken back where libc refuses. */
static void *resize(void *block, size_t size, const void *caller) {
  if (!block)
    return allocate(size, caller);
  bool own = lost(block);
  void *moved = __libc_realloc(block, size > 0 ? with_mark(size, own) : 0);
  if (!moved && size > 0)
    gained(block, own);
  return gained(moved, own);
}

void *realloc(void *block, size_t size) { return resize(block, size, CALLER); }

void *reallocarray(void *block, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return NULL;
  }
  return resize(block, bytes, CALLER);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  void *aligned = allocate_aligned(alignment, size, CALLER);
  if (!aligned)
    return ENOMEM;
  *block = aligned;
  return 0;
}

void *valloc(size_t size) { return allocate_aligned((size_t)sysconf(_SC_PAGESIZE), size, CALLER); }

void *pvalloc(size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return allocate_aligned(page, (size + page - 1) / page * page, CALLER);
}

/* Without the mark, or whoever fills the whole block overwrites it. */
size_t malloc_usable_size(void *block) {
  if (!block)
    return 0;
  size_t bytes = usable(block);
  return owners_is_marked(block, bytes) ? bytes - owners_mark_bytes : bytes;
}

/* C++'s operator new, by its mangled names: behind libstdc++'s every block would be libstdc++'s. Where there is no
   memory its own is asked, which calls the new handler or throws. */

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

#define OPERATOR_NEW(name, parameters, arguments, allocation)                                                          \
  void *name parameters {                                                                                              \
    void *block = allocation;                                                                                          \
    void *(*behind)parameters = NULL;                                                                                  \
    if (!block)                                                                                                        \
      *(void **)&behind = next(#name);                                                                                 \
    return block || !behind ? block : behind arguments;                                                                \
  }

OPERATOR_NEW(_Znwm, (size_t size), (size), allocate(size ? size : 1, CALLER))
OPERATOR_NEW(_Znam, (size_t size), (size), allocate(size ? size : 1, CALLER))
OPERATOR_NEW(_ZnwmRKSt9nothrow_t, (size_t size, const void *tag), (size, tag), allocate(size ? size : 1, CALLER))
OPERATOR_NEW(_ZnamRKSt9nothrow_t, (size_t size, const void *tag), (size, tag), allocate(size ? size : 1, CALLER))
OPERATOR_NEW(_ZnwmSt11align_val_t, (size_t size, size_t alignment), (size, alignment),
             allocate_aligned(alignment, size ? size : 1, CALLER))
OPERATOR_NEW(_ZnamSt11align_val_t, (size_t size, size_t alignment), (size, alignment),
             allocate_aligned(alignment, size ? size : 1, CALLER))
OPERATOR_NEW(_ZnwmSt11align_val_tRKSt9nothrow_t, (size_t size, size_t alignment, const void *tag),
             (size, alignment, tag), allocate_aligned(alignment, size ? size : 1, CALLER))
OPERATOR_NEW(_ZnamSt11align_val_tRKSt9nothrow_t, (size_t size, size_t alignment, const void *tag),
             (size, alignment, tag), allocate_aligned(alignment, size ? size : 1, CALLER))

/* Mappings. malloc's own go through libc's internal names and are not seen here. */

static void mapped(void *start, int64_t bytes, const void *caller) {
  if (bytes > 0)
    holdings_gained(holding_mapping, (uintptr_t)start, (size_t)bytes);
  else
    holdings_lost(holding_mapping, (uintptr_t)start);
  add(&mapped_bytes, bytes);
  if (owners_is_own(caller))
    add(&own_mapped_bytes, bytes);
}

static int64_t whole_pages(size_t length) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return (int64_t)((length + page - 1) / page * page);
}

static void *map(void *address, size_t length, int protection, int flags, int descriptor, off_t offset,
                 const void *caller) {
  void *start = (void *)syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
  /* A fixed mapping replaces what is there: its bytes are counted already. */
  if (start != MAP_FAILED && !(flags & MAP_FIXED))
    mapped(start, whole_pages(length), caller);
  return start;
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  return map(address, length, protection, flags, descriptor, offset, CALLER);
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off64_t offset) {
  return map(address, length, protection, flags, descriptor, offset, CALLER);
}

int munmap(void *address, size_t length) {
  int result = (int)syscall(SYS_munmap, address, length);
  if (result == 0)
    mapped(address, -whole_pages(length), CALLER);
  return result;
}

void *mremap(void *address, size_t old_length, size_t length, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  void *wanted = flags & MREMAP_FIXED ? va_arg(arguments, void *) : NULL;
  va_end(arguments);
  void *start = (void *)syscall(SYS_mremap, address, old_length, length, flags, wanted);
  if (start != MAP_FAILED)
    mapped(start, whole_pages(length) - whole_pages(old_length), CALLER);
  return start;
}

void harness_heap_read(struct heap_reading *reading) {
  reading->live_blocks = atomic_load_explicit(&live_blocks, memory_order_relaxed);
  reading->live_bytes = atomic_load_explicit(&live_bytes, memory_order_relaxed);
  reading->mapped_bytes = atomic_load_explicit(&mapped_bytes, memory_order_relaxed);
  reading->own_blocks = atomic_load_explicit(&own_blocks, memory_order_relaxed);
  reading->own_bytes = atomic_load_explicit(&own_bytes, memory_order_relaxed);
  reading->own_mapped_bytes = atomic_load_explicit(&own_mapped_bytes, memory_order_relaxed);
  reading->told_apart = owners_told_apart();
}
