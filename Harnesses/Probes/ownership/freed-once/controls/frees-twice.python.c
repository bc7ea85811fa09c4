// exercise: {}
#include "control.h"

#include "frees-twice.c"
