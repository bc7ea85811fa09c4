// exercise: {}
#include "control.h"

#include "overruns-odd.c"
