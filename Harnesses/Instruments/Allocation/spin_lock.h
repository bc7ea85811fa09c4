/* A lock for allocation functions: a mutex of libc may allocate its way back in. Held for a table probe only. */
#pragma once

#include <stdatomic.h>

typedef atomic_flag spin_lock;

static inline void spin_lock_take(spin_lock *lock) {
  while (atomic_flag_test_and_set_explicit(lock, memory_order_acquire))
    ;
}

static inline void spin_lock_drop(spin_lock *lock) { atomic_flag_clear_explicit(lock, memory_order_release); }
