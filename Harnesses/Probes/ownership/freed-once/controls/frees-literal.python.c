// exercise: {}
#include "control.h"

#include "frees-literal.c"
