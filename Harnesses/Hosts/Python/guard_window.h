/* The guard instrument as the bootstrap sees it. */
#pragma once

#include "python_api.h"

/* (paths: str, one a line) → bool; the files of the artifact begin with one of them. */
python_object *guard_window_prepare(python_object *module, python_object *arguments);
/* () → bool */
python_object *guard_window_open(python_object *module, python_object *arguments);
/* () → None: what was found, and of how much. */
python_object *guard_window_report(python_object *module, python_object *arguments);
/* (nth: int) → None; -1 only counts, 0 stops. */
python_object *guard_window_refuse(python_object *module, python_object *arguments);
/* () → int: blocks that the artifact's code has asked for since. */
python_object *guard_window_asked(python_object *module, python_object *arguments);
