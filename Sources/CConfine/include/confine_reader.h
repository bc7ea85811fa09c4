#pragma once

#include <stddef.h>

/// Takes from this process, for good, all that a reader of files doesn't need: files other than the named ones
/// (Landlock, from Linux 5.13 on), and sockets, other programs, other processes and new rights (seccomp).
///
/// `readable` and `writable` are paths of files or folders that stay so; one that isn't there is passed over. Returns
/// which of the two are in force, as bits: where the kernel lacks one, the other holds alone.
int harness_confine_reader(const char *_Nonnull const *_Nullable readable, size_t readable_count,
                           const char *_Nonnull const *_Nullable writable, size_t writable_count);

/// The same, and then is another program: the first of `executable`, behind which stand the loaders that it names.
/// Landlock lets these alone be started; the filter lets through one execve, whose path stands where this process has
/// it, and no new process. So what a hostile file makes of the program can at most start it anew, as confined as it
/// was.
///
/// Returns errno where it could not be. Where the kernel lacks one of the two, the other holds alone, as for a reader.
int harness_become_reader(const char *_Nonnull const *_Nullable readable, size_t readable_count,
                          const char *_Nonnull const *_Nullable writable, size_t writable_count,
                          const char *_Nonnull const *_Nonnull executable, size_t executable_count,
                          char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment);

enum { harness_confined_files = 1, harness_confined_calls = 2 };
