// exercise: {"setup": true}
#include "control.h"

#include "frees.c"
