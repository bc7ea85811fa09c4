/* What version 0.1 of the `wasmkit` command prints, read back.

   A result: `[WasmTypes.Value.i32(42)]`, the bits as an unsigned number. A failure, on stderr: `Error: Trap:
   unreachable` and a frame a line, innermost first, `    0: name`; `Error: ImportError(…)`; `Error: "Message(…)" at
   offset 0x8`. */
#pragma once

#include "command.h"

#include "../Verbs/raised.h"

#include <stdint.h>

/* How many values were printed; -1 where it is not of that form. At most `capacity` are written. */
int wasmkit_values(const struct command *command, uint8_t *kinds, uint64_t *bits, int capacity);

/* False where the command did what it was told. Otherwise what it says went wrong, as a record for the step that it
   went wrong in; `step` is that of the call. The texts are kept until the next call. */
bool wasmkit_failed(const struct command *command, const char *step, struct raised *raised);
