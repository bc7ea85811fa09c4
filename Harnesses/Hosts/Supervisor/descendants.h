/* Leaves nothing alive: the supervisor is the subreaper of all that the artifact starts. */
#pragma once

#include <sys/types.h>

/* Kills what is left of the session and every process that was handed to this one; returns how many were still alive.
 */
int descendants_end(pid_t session);
