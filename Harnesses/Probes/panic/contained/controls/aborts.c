// exercise: {"raises": "-1"}
#include <stdlib.h>

int control_call(void) { abort(); }
