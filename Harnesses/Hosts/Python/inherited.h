/* What the host's own start needed in the environment, and what programs that the artifact starts are not to get. */
#pragma once

/* Takes the first entry of a list with colons out, where it is this one; the loader has read it. */
void inherited_forget(const char *variable, const char *first);
