/* A library that the artifact has to live beside: 512 bytes of static thread-local storage, as runtimes of OpenMP and
   allocators have it. glibc keeps 1,664 bytes for all that comes by dlopen. */
static __thread char block[512];

char *neighbour_block(void);
char *neighbour_block(void) { return block; }
