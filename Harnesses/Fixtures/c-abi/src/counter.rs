use std::collections::HashMap;
use std::ffi::c_char;
use std::panic::AssertUnwindSafe;

use crate::status::{contained, Status};
use crate::strings::{borrowed, written};

/// Counts words; a handle, made by `words_counter_new` and freed by `words_counter_free`.
pub struct Counter {
    counts: HashMap<String, u64>,
}

/// Writes a new counter to `result`; free it with `words_counter_free`.
///
/// # Safety
/// `result` is null or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_counter_new(result: *mut *mut Counter) -> Status {
    contained(AssertUnwindSafe(|| {
        if result.is_null() {
            return Err(Status::Null);
        }
        let counter = Box::new(Counter { counts: HashMap::new() });
        // SAFETY: the caller's promise is passed on.
        unsafe { written(result, Box::into_raw(counter)) }
    }))
}

/// Frees a counter; null is ignored.
///
/// # Safety
/// `counter` is null or came from `words_counter_new` and was not freed since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_counter_free(counter: *mut Counter) {
    contained(AssertUnwindSafe(|| {
        if !counter.is_null() {
            // SAFETY: it came out of `Box::into_raw`; that it is freed once is the caller's promise.
            drop(unsafe { Box::from_raw(counter) });
        }
        Ok(())
    }));
}

/// Counts this word once more.
///
/// # Safety
/// `counter` is null or a live counter that no other thread uses; `word` is null or ends in NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_counter_add(counter: *mut Counter, word: *const c_char) -> Status {
    contained(AssertUnwindSafe(|| {
        // SAFETY: null is told apart; that it is live and used by one thread is the caller's promise.
        let counter = unsafe { counter.as_mut() }.ok_or(Status::Null)?;
        // SAFETY: the caller's promise is passed on.
        let word = unsafe { borrowed(word) }?;
        *counter.counts.entry(word.to_owned()).or_default() += 1;
        Ok(())
    }))
}

/// Writes to `count` how often the word was added.
///
/// # Safety
/// `counter` is null or a live counter; `word` is null or ends in NUL; `count` is null or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_counter_count(counter: *const Counter, word: *const c_char, count: *mut u64) -> Status {
    contained(AssertUnwindSafe(|| {
        // SAFETY: null is told apart; that it is live is the caller's promise.
        let counter = unsafe { counter.as_ref() }.ok_or(Status::Null)?;
        // SAFETY: the caller's promises are passed on.
        let found = counter.counts.get(unsafe { borrowed(word) }?).copied().unwrap_or(0);
        // SAFETY: the same.
        unsafe { written(count, found) }
    }))
}
