/* What bootstrap.py and the probes can't do in Python without being seen by the instruments: writing records, calling
   an exercise in rounds, reading counters. One module object named `host`; never importable, so no artifact finds it.
 */
#pragma once

#include "python_api.h"

enum ending {
  ending_at_once,   /* _exit(0) after the last record */
  ending_finalises, /* Py_FinalizeEx, then _exit(0) */
  ending_exits,     /* Py_FinalizeEx, then exit(0) with what it runs */
  ending_of_child,  /* of a forked child: Py_FinalizeEx, then _exit, without a record */
};

python_object *observation_module_make(void);
enum ending observation_ending(void);
