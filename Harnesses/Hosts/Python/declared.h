/* Whether what a call raised is what its exercise declares. */
#pragma once

#include "python_api.h"

/* Takes the pending exception and asks `expects(exception)`; a type that was agreed to once is kept in `declared` and
   not asked about again, so that a repeated error costs no Python call. */
bool declared_exception(python_object *expects, python_object **declared);
