/* What a sandbox of namespaces leaves open, closed by a filter of system calls. */
#pragma once

/* For the calling process and all that it starts: no keyring, which is the user's and belongs to no namespace, and no
   user namespace of its own, in which it would have capabilities again. False where the kernel refuses. */
int confine_self(void);
