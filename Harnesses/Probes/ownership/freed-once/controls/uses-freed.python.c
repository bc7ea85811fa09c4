// exercise: {}
#include "control.h"

#include "uses-freed.c"
