/* GIL hold: how long one call keeps the GIL from the heartbeat, beside a control that holds and one that lets go. */
#pragma once

#include "python_api.h"

/* hold(code, globals, expects, once): evaluates `code`, writes the facts of blocking/host-held; false as for rounds.
 */
python_object *hold_run(python_object *module, python_object *arguments);
