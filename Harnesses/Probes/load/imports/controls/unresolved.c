// exercise: {}
/* A function that no library defines: linked lazily it compiles, loaded with all symbols resolved it doesn't. */
int defined_nowhere(void);

int control_call(void) { return defined_nowhere(); }
