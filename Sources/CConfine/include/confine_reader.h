#pragma once

#include <stddef.h>

/// Takes from this process, for good, all that a reader of files doesn't need: files other than the named ones
/// (Landlock, from Linux 5.13 on), and sockets, other programs, other processes and new rights (seccomp).
///
/// `readable` and `writable` are paths of files or folders that stay so; one that isn't there is passed over. Returns
/// which of the two are in force, as bits: where the kernel lacks one, the other holds alone.
int harness_confine_reader(const char *_Nonnull const *_Nullable readable, size_t readable_count,
                           const char *_Nonnull const *_Nullable writable, size_t writable_count);

enum { harness_confined_files = 1, harness_confined_calls = 2 };
