// exercise: {}
#include "control.h"

#include "overruns.c"
