/* The heartbeat: a native thread that takes what the host's thread may hold (the GIL) every millisecond and notes how
   long it had to wait. Native, since a heartbeat written in Python drowns in the interpreter's own switch interval. */
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
  double seconds;     /* from reset to read */
  double worst_wait;  /* seconds */
  double summed_wait; /* seconds */
  long beats;
};

/* False where the thread could not be started. */
bool heartbeat_start(const struct heartbeat_lock *lock);
void heartbeat_reset(void);
/* A beat that is still waiting counts with the time it has waited so far. */
struct heartbeat_reading heartbeat_read(void);
/* The caller must not hold the lock. */
void heartbeat_stop(void);
