// exercise: {}
int control_call(void) { return 0; }
