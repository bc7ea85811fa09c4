#pragma once

/// The demangled form of a Rust (legacy and v0) or C++ symbol; NULL where the name is not mangled, or where its
/// demangled form is longer than 16 KiB. The caller frees the result with free(3).
char *_Nullable harness_demangle(const char *_Nonnull symbol);
