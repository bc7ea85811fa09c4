use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::memory::text;

type Counts = HashMap<String, i32>;

/// The live counters; a handle is an index plus one, so a wrong one is told and 0 never is one.
static COUNTERS: Mutex<Vec<Option<Counts>>> = Mutex::new(Vec::new());

fn counters() -> MutexGuard<'static, Vec<Option<Counts>>> {
    COUNTERS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn with_counter<T>(handle: u32, body: impl FnOnce(&mut Counts) -> T) -> Option<T> {
    counters().get_mut((handle as usize).checked_sub(1)?)?.as_mut().map(body)
}

/// A new counter's handle; it goes back by `counter_free`.
#[unsafe(no_mangle)]
pub extern "C" fn counter_new() -> u32 {
    let mut counters = counters();
    let index = counters.iter().position(Option::is_none).unwrap_or_else(|| {
        counters.push(None);
        counters.len() - 1
    });
    counters[index] = Some(Counts::new());
    index as u32 + 1
}

/// Counts this word once more: 0, or -1 where there is no such counter or the word is not UTF-8.
///
/// # Safety
/// `length` bytes from `place` on are the host's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn counter_add(handle: u32, place: *const u8, length: usize) -> i32 {
    // SAFETY: the caller's promise is passed on.
    let Some(word) = (unsafe { text(place, length) }) else { return -1 };
    with_counter(handle, |counts| *counts.entry(word.to_owned()).or_default() += 1).map_or(-1, |()| 0)
}

/// How often the word was added; -1 where there is no such counter or the word is not UTF-8.
///
/// # Safety
/// `length` bytes from `place` on are the host's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn counter_count(handle: u32, place: *const u8, length: usize) -> i32 {
    // SAFETY: the caller's promise is passed on.
    let Some(word) = (unsafe { text(place, length) }) else { return -1 };
    with_counter(handle, |counts| counts.get(word).copied().unwrap_or(0)).unwrap_or(-1)
}

/// Frees a counter: 0, or -1 where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn counter_free(handle: u32) -> i32 {
    let index = (handle as usize).wrapping_sub(1);
    match counters().get_mut(index).and_then(Option::take) {
        Some(_) => 0,
        None => -1,
    }
}
