/* The functions by which a process takes memory and gives it back, in front of libc's and libstdc++'s: each hands on to
   the instrument what was asked for, and by whom. */
#define _GNU_SOURCE
#include "allocation.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALLER __builtin_return_address(0)

static void *gain(size_t alignment, size_t size, enum allocation_family family, const void *caller) {
  return allocation_gain(&(struct allocation_request){size, alignment, false, family, caller});
}

void *malloc(size_t size) { return gain(0, size, allocation_malloc, CALLER); }
void *memalign(size_t alignment, size_t size) { return gain(alignment, size, allocation_malloc, CALLER); }
void *aligned_alloc(size_t alignment, size_t size) { return gain(alignment, size, allocation_malloc, CALLER); }

static void *refuse(void) {
  errno = ENOMEM;
  return NULL;
}

void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes))
    return refuse();
  return allocation_gain(&(struct allocation_request){bytes, 0, true, allocation_malloc, CALLER});
}

void free(void *block) {
  if (block)
    allocation_lose(block, allocation_malloc, CALLER);
}

static void *resize(void *block, size_t size, const void *caller) {
  return block ? allocation_resize(block, size, caller) : gain(0, size, allocation_malloc, caller);
}

void *realloc(void *block, size_t size) { return resize(block, size, CALLER); }

void *reallocarray(void *block, size_t count, size_t size) {
  size_t bytes;
  return __builtin_mul_overflow(count, size, &bytes) ? refuse() : resize(block, bytes, CALLER);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  void *aligned = gain(alignment, size, allocation_malloc, CALLER);
  if (!aligned)
    return ENOMEM;
  *block = aligned;
  return 0;
}

static size_t page(void) { return (size_t)sysconf(_SC_PAGESIZE); }
static size_t whole_pages(size_t length) { return (length + page() - 1) / page() * page(); }

void *valloc(size_t size) { return gain(page(), size, allocation_malloc, CALLER); }
void *pvalloc(size_t size) { return gain(page(), whole_pages(size), allocation_malloc, CALLER); }
size_t malloc_usable_size(void *block) { return block ? allocation_usable(block) : 0; }

/* C++'s operator new, by its mangled names: behind libstdc++'s every block would be libstdc++'s. Where there is no
   memory its own is asked, which calls the new handler or throws. A library that came with dlopen is not among those
   that RTLD_NEXT looks through. */

static void *behind_ours(const char *name) {
  void *function = dlsym(RTLD_NEXT, name), *library = NULL;
  if (!function)
    library = dlopen("libstdc++.so.6", RTLD_LAZY | RTLD_NOLOAD);
  return library ? dlsym(library, name) : function;
}

#define OPERATOR_NEW(name, alignment, parameters, arguments)                                                           \
  void *name parameters {                                                                                              \
    void *block = gain(alignment, size ? size : 1, allocation_new, CALLER);                                            \
    void *(*behind)parameters = NULL;                                                                                  \
    if (!block)                                                                                                        \
      *(void **)&behind = behind_ours(#name);                                                                          \
    if (!behind)                                                                                                       \
      return block;                                                                                                    \
    allocation_failed();                                                                                               \
    return behind arguments;                                                                                           \
  }

OPERATOR_NEW(_Znwm, 0, (size_t size), (size))
OPERATOR_NEW(_Znam, 0, (size_t size), (size))
OPERATOR_NEW(_ZnwmRKSt9nothrow_t, 0, (size_t size, const void *tag), (size, tag))
OPERATOR_NEW(_ZnamRKSt9nothrow_t, 0, (size_t size, const void *tag), (size, tag))
OPERATOR_NEW(_ZnwmSt11align_val_t, alignment, (size_t size, size_t alignment), (size, alignment))
OPERATOR_NEW(_ZnamSt11align_val_t, alignment, (size_t size, size_t alignment), (size, alignment))
OPERATOR_NEW(_ZnwmSt11align_val_tRKSt9nothrow_t, alignment, (size_t size, size_t alignment, const void *tag),
             (size, alignment, tag))
OPERATOR_NEW(_ZnamSt11align_val_tRKSt9nothrow_t, alignment, (size_t size, size_t alignment, const void *tag),
             (size, alignment, tag))

#define OPERATOR_DELETE(name, parameters)                                                                              \
  void name parameters {                                                                                               \
    if (block)                                                                                                         \
      allocation_lose(block, allocation_new, CALLER);                                                                  \
  }

OPERATOR_DELETE(_ZdlPv, (void *block))
OPERATOR_DELETE(_ZdaPv, (void *block))
OPERATOR_DELETE(_ZdlPvm, (void *block, size_t size __attribute__((unused))))
OPERATOR_DELETE(_ZdaPvm, (void *block, size_t size __attribute__((unused))))
OPERATOR_DELETE(_ZdlPvRKSt9nothrow_t, (void *block, const void *tag __attribute__((unused))))
OPERATOR_DELETE(_ZdaPvRKSt9nothrow_t, (void *block, const void *tag __attribute__((unused))))
OPERATOR_DELETE(_ZdlPvSt11align_val_t, (void *block, size_t alignment __attribute__((unused))))
OPERATOR_DELETE(_ZdaPvSt11align_val_t, (void *block, size_t alignment __attribute__((unused))))
OPERATOR_DELETE(_ZdlPvmSt11align_val_t,
                (void *block, size_t size __attribute__((unused)), size_t alignment __attribute__((unused))))
OPERATOR_DELETE(_ZdaPvmSt11align_val_t,
                (void *block, size_t size __attribute__((unused)), size_t alignment __attribute__((unused))))
OPERATOR_DELETE(_ZdlPvSt11align_val_tRKSt9nothrow_t,
                (void *block, size_t alignment __attribute__((unused)), const void *tag __attribute__((unused))))
OPERATOR_DELETE(_ZdaPvSt11align_val_tRKSt9nothrow_t,
                (void *block, size_t alignment __attribute__((unused)), const void *tag __attribute__((unused))))

/* Mappings. malloc's own go through libc's internal names and are not seen here. */

static void *map(void *address, size_t length, int protection, int flags, int descriptor, off_t offset,
                 const void *caller) {
  void *start = (void *)syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
  /* A fixed mapping replaces what is there: its bytes are counted already. */
  if (start != MAP_FAILED && !(flags & MAP_FIXED))
    allocation_mapped(start, (int64_t)whole_pages(length), caller);
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
    allocation_mapped(address, -(int64_t)whole_pages(length), CALLER);
  return result;
}

void *mremap(void *address, size_t old_length, size_t length, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  void *wanted = flags & MREMAP_FIXED ? va_arg(arguments, void *) : NULL;
  va_end(arguments);
  void *start = (void *)syscall(SYS_mremap, address, old_length, length, flags, wanted);
  if (start != MAP_FAILED)
    allocation_mapped(start, (int64_t)whole_pages(length) - (int64_t)whole_pages(old_length), CALLER);
  return start;
}
