#define _GNU_SOURCE
#include "unload.h"

#include "../Wire/wire.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct user {
  void (*use)(void);
  pthread_barrier_t used, gone;
};

/* Its thread-local destructors run at its end, when the artifact is gone: one that glibc doesn't know of is then
   called at an address without code. */
static void *use_and_outlive(void *argument) {
  struct user *user = argument;
  user->use();
  pthread_barrier_wait(&user->used);
  pthread_barrier_wait(&user->gone);
  return NULL;
}

static bool is_mapped(const char *path) {
  char real[PATH_MAX], line[PATH_MAX + 128];
  FILE *maps = fopen("/proc/self/maps", "re");
  bool found = false;
  if (!realpath(path, real))
    strcpy(real, path);
  while (maps && !found && fgets(line, sizeof line, maps)) {
    const char *name = strchr(line, '/');
    found = name && strncmp(name, real, strlen(real)) == 0 && name[strlen(real)] == '\n';
  }
  if (maps)
    fclose(maps);
  return found;
}

void unload_close(const struct unload *unload) {
  if (unload->exercise)
    dlclose(unload->exercise);
  dlclose(unload->artifact);
  wire_fact_bool("still-mapped", is_mapped(unload->path));
}

void unload_artifact(const struct unload *unload) {
  struct user user = {.use = unload->use};
  pthread_t thread;
  pthread_barrier_init(&user.used, NULL, 2);
  pthread_barrier_init(&user.gone, NULL, 2);
  bool started = unload->use && pthread_create(&thread, NULL, use_and_outlive, &user) == 0;
  if (started)
    pthread_barrier_wait(&user.used);
  wire_step(WIRE_STEP_UNLOAD);
  unload_close(unload);
  if (!started)
    return;
  pthread_barrier_wait(&user.gone);
  pthread_join(thread, NULL);
}
