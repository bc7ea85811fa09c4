/* Owners: whether a block was asked for by the runtime or by what it loaded later, kept in a mark at the block's end.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define owners_mark_bytes sizeof(uint64_t)

bool owners_told_apart(void);
/* Whether the code that asks was loaded since harness_heap_tell_apart. */
bool owners_is_own(const void *caller);
/* In the last bytes of `bytes`, which the block has been asked more for. */
void owners_mark(void *block, size_t bytes);
bool owners_is_marked(const void *block, size_t bytes);
/* Takes the mark away and says whether there was one, so that the next owner of the memory does not inherit it. */
bool owners_unmark(void *block, size_t bytes);
