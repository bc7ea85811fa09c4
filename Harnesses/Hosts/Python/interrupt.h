/* A Ctrl-C that comes while a call runs, whatever lock the call holds. */
#pragma once

#include "python_api.h"

python_object *interrupt_after(python_object *module, python_object *arguments);
