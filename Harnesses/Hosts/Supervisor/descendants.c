#define _GNU_SOURCE
#include "descendants.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* proc(5): the parent is the fourth field of stat, the first after the name's closing parenthesis and the state. */
static pid_t parent_of(pid_t process) {
  char path[64], text[512];
  int parent = 0;
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  FILE *file = fopen(path, "re");
  if (!file)
    return 0;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  char *name_end = NULL;
  for (char *c = text; *c; c++)
    if (*c == ')')
      name_end = c;
  if (name_end)
    sscanf(name_end + 1, " %*c %d", &parent);
  return parent;
}

static int kill_children(void) {
  int killed = 0;
  DIR *processes = opendir("/proc");
  for (struct dirent *entry; processes && (entry = readdir(processes));) {
    pid_t process = (pid_t)atoi(entry->d_name);
    if (process > 1 && parent_of(process) == getpid() && kill(process, SIGKILL) == 0)
      killed++;
  }
  if (processes)
    closedir(processes);
  return killed;
}

/* A killed process hands its own children to this one, so it goes on until waitpid knows of none. Bounded: a process in
   uninterruptible sleep can't be waited for. */
int descendants_end(pid_t session) {
  int ended = 0;
  kill(-session, SIGKILL);
  for (int round = 0; round < 500; round++) {
    pid_t reaped;
    while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0)
      ended++;
    if (reaped < 0)
      return ended;
    kill_children();
    nanosleep(&(struct timespec){.tv_nsec = round < 10 ? 500000 : 4000000}, NULL);
  }
  return ended;
}
