// exercise: {}
#include "control.h"

#include "underruns.c"
