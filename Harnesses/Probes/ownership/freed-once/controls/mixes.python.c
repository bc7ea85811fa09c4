// exercise: {}
#include "control.h"

#include "mixes.c"
