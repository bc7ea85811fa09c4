/* The bootstrap, in the main interpreter and once more in a sub-interpreter of the same process. */
#pragma once

#include "python_api.h"

/* Keeps the texts until the process ends. */
void again_prepare(char *source, const char *name, char *job);
/* Runs bootstrap.py in the current interpreter; `again` tells it that it is not the first. NULL where it raised. */
python_object *again_bootstrap(bool again);
python_object *again_run(python_object *module, python_object *arguments);
