// exercise: {"raises": "-1"}
int control_call(void) { return -1; }
