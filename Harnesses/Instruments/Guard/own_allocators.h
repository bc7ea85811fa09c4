/* Own allocators: jemalloc, mimalloc and their like, linked into an artifact. What they give out lies in mappings of
   theirs, where no instrument of libc's functions sees it. */
#pragma once

/* Writes the fact `own-allocators`, a list of names, about the loaded files whose paths begin with one of these. */
void own_allocators_tell(const char *const *prefixes);
