/* Refusal: the nth block that the artifact's code asks for is not given. */
#pragma once

#include "guard.h"

#pragma GCC visibility push(hidden)

bool refusal_counts(void);
/* Whether the block that is asked for now has to be refused; `own` where the artifact's code asks. */
bool refusal_due(bool own);
/* The next block on this thread is refused as well: libstdc++ asks again for what there was none of, in order to throw.
 */
void refusal_again(void);

#pragma GCC visibility pop
