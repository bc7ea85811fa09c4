// exercise: {}
static int *volatile nowhere;

int control_call(void) { return 0; }

__attribute__((destructor)) static void crash(void) { *nowhere = 1; }
