/* The agent as the embedded host sees it; agent_library.h finds it in the file that JavaScript loads, too. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens the wire, once. The embedded host calls it before there is a runtime. */
void agent_start(void);
/* Has `file` use the artifact in an environment of its own; NULL, or why there could be none. */
typedef const char *agent_environment(const char *file, const char *job);
/* The embedded host can make a second environment, and writes itself when the first one is down. */
void agent_embed(agent_environment *second);
/* The probe ended with the order to take the environment down; the last record comes after it. */
bool agent_ends_by_teardown(void);
/* The last record. */
void agent_done(void);

#ifdef __cplusplus
}
#endif
