// exercise: {}
static int calls;

/* Loaded anew it starts from 0. */
int control_call(void) { return calls++; }
