/* The heartbeat: a native thread that takes what the host's thread may hold (the GIL) four times a millisecond and
   notes how long it had to wait. Native, since a heartbeat written in Python drowns in the interpreter's own switch
   interval. */
#pragma once

#include <stdbool.h>

struct heartbeat_lock {
  /* Called once on the heartbeat's thread, holding nothing, before the first beat and after the last. */
  void (*attach)(void);
  void (*detach)(void);
  void (*take)(void);
  void (*give)(void);
};

struct heartbeat_reading {
  double seconds;      /* from reset to read */
  double worst_wait;   /* seconds */
  double rest_before;  /* seconds before the worst wait in which no beat was due: it may have been kept then, too */
  double longest_rest; /* seconds: on a busy machine a beat comes late, and sees nothing until then */
  double summed_wait;  /* seconds */
  long beats;
};

/* False where the thread could not be started. */
bool heartbeat_start(const struct heartbeat_lock *lock);
void heartbeat_reset(void);
/* A beat that is still waiting counts with the time it has waited so far. */
struct heartbeat_reading heartbeat_read(void);
/* Seconds that the beat which waits now has waited; 0 where none does. For other threads than the heartbeat's. */
double heartbeat_waits(void);
/* The caller must not hold the lock. */
void heartbeat_stop(void);
