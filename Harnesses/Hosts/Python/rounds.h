/* Rounds: an exercise called again and again between readings. Python counterpart of Native/run.h. */
#pragma once

#include "python_api.h"

/* rounds(code, globals, expects, watched, report_drift, record):
   `code` is evaluated in `globals` for each call; `expects(exception) -> bool` says whether what it raised was
   declared, and is asked once for each type; `watched` are the objects whose references are counted;
   `report_drift(index, calls, values)` is called for each that drifted. With `record`, survivors are recorded instead.
   False where a call raised something undeclared, which `expects` has reported. */
python_object *rounds_run(python_object *module, python_object *arguments);
