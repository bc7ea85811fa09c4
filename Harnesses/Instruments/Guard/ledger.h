/* The ledger: which blocks of libc's own are live, and by which family of functions they were asked for. */
#pragma once

#include "../Allocation/allocation.h"

#include <stdbool.h>

#pragma GCC visibility push(hidden)

bool ledger_reserve(void);
void ledger_forked(void);
void ledger_add(const void *block, enum allocation_family family);
bool ledger_holds(const void *block);
/* False where no live block starts there, or the ledger is not whole. */
bool ledger_remove(const void *block, enum allocation_family *family);
/* False once there were more blocks than it has room for: from then on it knows nothing. */
bool ledger_is_whole(void);

#pragma GCC visibility pop
