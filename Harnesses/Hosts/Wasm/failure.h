/* What a call of WebAssembly ends with where it doesn't return: a trap, the exit of a WASI program, an error of the
   runtime. */
#pragma once

#include "wasmtime_api.h"

#include "../Verbs/raised.h"

struct failure {
  wasm_trap *trap;
  wasmtime_error *error;
  const char *module;   /* the file's name, for frames */
  bool before_any_call; /* there is no instance, so that even status 0 is none to go on with */
};

/* False for a return, and for the exit of a program with status 0 where it had been started. */
bool failure_is(const struct failure *failure);
/* `unreachable`, `out-of-bounds`, `exit(3)`; otherwise `fallback`. Kept until the next call. */
const char *failure_type(const struct failure *failure, const char *fallback);
/* NULL for what is no trap. */
const char *failure_base(const struct failure *failure);
/* One line. Kept until the next call. */
const char *failure_message(const struct failure *failure);

void failure_raise(const struct failure *failure, const char *fallback_type, const char *step);
/* The frames, innermost first, as text on the descriptor of the stacks. */
void failure_write_stack(const struct failure *failure);
void failure_clear(struct failure *failure);
