/* A template: a host that has started up, waits, and is forked for every job, so that no cell waits for a start.

   Between template and host stands a supervisor, forked from the template as well, which gives the host what the
   supervisor program gives one that it executes (../Supervisor/supervise.h). One job at a time. */
#pragma once

/* What a runtime wants done around a fork. */
struct template_fork {
  void (*before)(void), (*in_parent)(void), (*in_child)(void);
};

/* Moves the descriptors of jobs and answers out of the artifact's way. After wire_open, before the runtime starts. */
void template_open(void);
/* Tells that jobs may come, then waits for them. Returns once a job, in the host that was forked for it, with the path
   of the job's file; the template itself ends in here, where no more jobs come or it is fit for none. */
const char *template_await(const struct template_fork *around);
/* Tells why the template can't be forked from, and ends it. */
_Noreturn void template_give_up(const char *reason);
