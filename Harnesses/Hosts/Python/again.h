/* The bootstrap, in the main interpreter and once more in a sub-interpreter of the same process. */
#pragma once

#include "python_api.h"

/* The texts are kept until the process ends. */
void again_prepare(const char *source, const char *name);
/* Runs bootstrap.py in the current interpreter, which only defines; `again` tells it that it is not the first. NULL
   where it raised. */
python_object *again_bootstrap(bool again);
/* Calls a function of bootstrap.py with the text of a job, which further interpreters get as well. False where it
 * raised.
 */
bool again_call(const char *function, const char *job);
python_object *again_run(python_object *module, python_object *arguments);
