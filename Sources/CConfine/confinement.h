#pragma once

#include <stddef.h>

/* The two halves of harness_confine_reader: each tells whether it is in force. */
int harness_confine_files(const char *const *readable, size_t readable_count, const char *const *writable,
                          size_t writable_count, const char *const *executable, size_t executable_count);
/* `admitted`: the path, at its address, of the one program that may be started in this one's place; or null. */
int harness_confine_calls(const char *admitted);
