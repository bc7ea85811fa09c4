// exercise: {}
#include "control.h"

#include "frees-interior.c"
