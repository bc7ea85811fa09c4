// exercise: {}
#include "control.h"

/* A strong reference that nobody deletes: the object and the reference stay. */
napi_value control_call(napi_env env) {
  napi_value object;
  napi_ref reference;
  napi_create_object(env, &object);
  napi_create_reference(env, object, 1, &reference);
  return NULL;
}
