use std::hint::black_box;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use crate::status::{contained, Status};
use crate::strings::written;

/// Computes for so long; writes the number of rounds to `rounds`.
///
/// # Safety
/// `rounds` is null or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_busy(milliseconds: u64, rounds: *mut u64) -> Status {
    contained(AssertUnwindSafe(|| {
        let end = Instant::now() + Duration::from_millis(milliseconds);
        let mut done = 0;
        while Instant::now() < end {
            done += black_box(1);
        }
        // SAFETY: the caller's promise is passed on.
        unsafe { written(rounds, done) }
    }))
}

/// Panics inside; `WORDS_STATUS_PANICKED` is all that the caller sees.
#[unsafe(no_mangle)]
pub extern "C" fn words_panics() -> Status {
    contained(|| panic!("planted: words_panics() always panics"))
}
