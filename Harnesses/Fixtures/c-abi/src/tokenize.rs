use std::ffi::c_char;
use std::panic::AssertUnwindSafe;

use crate::status::{contained, Status};
use crate::strings::{borrowed, owned, written};

/// Writes the words of a text to `result`, in lower case, one a line; free it with `words_string_free`.
///
/// # Safety
/// `text` is null or ends in NUL; `result` is null or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_tokenize(text: *const c_char, result: *mut *mut c_char) -> Status {
    contained(AssertUnwindSafe(|| {
        if result.is_null() {
            return Err(Status::Null);
        }
        // SAFETY: the caller's promises are passed on.
        let text = unsafe { borrowed(text) }?;
        let lines = words(text).collect::<Vec<_>>().join("\n");
        // SAFETY: the same.
        unsafe { written(result, owned(lines)?) }
    }))
}

/// Writes the count of a `word=count` pair to `count`; `WORDS_STATUS_INVALID` where the text is no such pair.
///
/// # Safety
/// `text` is null or ends in NUL; `count` is null or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_parse(text: *const c_char, count: *mut u64) -> Status {
    contained(AssertUnwindSafe(|| {
        // SAFETY: the caller's promises are passed on.
        let (_, number) = unsafe { borrowed(text) }?.split_once('=').ok_or(Status::Invalid)?;
        let number = number.trim().parse().map_err(|_| Status::Invalid)?;
        // SAFETY: the same.
        unsafe { written(count, number) }
    }))
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}
