// exercise: {}
#include "control.h"

#include "reallocates.c"
