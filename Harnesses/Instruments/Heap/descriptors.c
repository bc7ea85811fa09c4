/* Descriptors, as they are opened: libc's functions behind ours, for the stacks of holdings.h alone. */
#define _GNU_SOURCE
#include "holdings.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static int opened(int descriptor) {
  if (descriptor >= 0)
    holdings_gained(holding_descriptor, (uintptr_t)descriptor, 0);
  return descriptor;
}

#define BEHIND(name, result, parameters)                                                                               \
  static result(*behind) parameters;                                                                                   \
  if (!behind)                                                                                                         \
    *(void **)&behind = next(#name);

#define OPENS(name, parameters, arguments)                                                                             \
  int name parameters {                                                                                                \
    BEHIND(name, int, parameters)                                                                                      \
    return opened(behind arguments);                                                                                   \
  }

/* With a mode only where a file may be made. */
#define OPENS_WITH_MODE(name, parameters, arguments)                                                                   \
  int name parameters {                                                                                                \
    BEHIND(name, int, parameters)                                                                                      \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                          \
    va_end(rest);                                                                                                      \
    return opened(behind arguments);                                                                                   \
  }

#define OPENS_TWO(name, parameters, arguments)                                                                         \
  int name parameters {                                                                                                \
    BEHIND(name, int, parameters)                                                                                      \
    int result = behind arguments;                                                                                     \
    if (result == 0)                                                                                                   \
      opened(pair[0]), opened(pair[1]);                                                                                \
    return result;                                                                                                     \
  }

OPENS_WITH_MODE(open, (const char *path, int flags, ...), (path, flags, mode))
OPENS_WITH_MODE(open64, (const char *path, int flags, ...), (path, flags, mode))
OPENS_WITH_MODE(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPENS_WITH_MODE(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPENS(creat, (const char *path, mode_t mode), (path, mode))
OPENS(socket, (int domain, int type, int protocol), (domain, type, protocol))
OPENS(accept, (int socket, struct sockaddr *address, socklen_t *length), (socket, address, length))
OPENS(accept4, (int socket, struct sockaddr *address, socklen_t *length, int flags), (socket, address, length, flags))
OPENS(dup, (int descriptor), (descriptor))
OPENS(eventfd, (unsigned value, int flags), (value, flags))
OPENS(epoll_create1, (int flags), (flags))
OPENS(inotify_init1, (int flags), (flags))
OPENS(timerfd_create, (clockid_t clock, int flags), (clock, flags))
OPENS(memfd_create, (const char *name, unsigned flags), (name, flags))
OPENS_TWO(pipe, (int pair[2]), (pair))
OPENS_TWO(pipe2, (int pair[2], int flags), (pair, flags))
OPENS_TWO(socketpair, (int domain, int type, int protocol, int pair[2]), (domain, type, protocol, pair))

int fcntl(int descriptor, int command, ...) {
  BEHIND(fcntl, int, (int, int, ...))
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  int result = behind(descriptor, command, argument);
  return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? opened(result) : result;
}

static FILE *opened_file(FILE *file) {
  if (file)
    opened(fileno(file));
  return file;
}

FILE *fopen(const char *path, const char *mode) {
  BEHIND(fopen, FILE *, (const char *, const char *))
  return opened_file(behind(path, mode));
}

FILE *fopen64(const char *path, const char *mode) {
  BEHIND(fopen64, FILE *, (const char *, const char *))
  return opened_file(behind(path, mode));
}

DIR *opendir(const char *path) {
  BEHIND(opendir, DIR *, (const char *))
  DIR *folder = behind(path);
  if (folder)
    opened(dirfd(folder));
  return folder;
}
