use std::ffi::{c_char, CStr, CString};
use std::panic::AssertUnwindSafe;

use crate::status::{contained, Status};

/// Reads a text that the caller lends for the call.
///
/// # Safety
/// `text` is null or a string that ends in NUL and does not change during the call.
pub(crate) unsafe fn borrowed<'call>(text: *const c_char) -> Result<&'call str, Status> {
    if text.is_null() {
        return Err(Status::Null);
    }
    // SAFETY: not null; the rest is the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_str().map_err(|_| Status::Invalid)
}

/// Gives a text to the caller, who returns it with `words_string_free`.
pub(crate) fn owned(text: String) -> Result<*mut c_char, Status> {
    CString::new(text).map(CString::into_raw).map_err(|_| Status::Invalid)
}

/// Writes a result where the caller wants it.
///
/// # Safety
/// `place` is null or may be written to.
pub(crate) unsafe fn written<T>(place: *mut T, value: T) -> Result<(), Status> {
    if place.is_null() {
        return Err(Status::Null);
    }
    // SAFETY: not null; the rest is the caller's promise.
    unsafe { place.write(value) };
    Ok(())
}

/// Frees a text that this library returned; null is ignored.
///
/// # Safety
/// `text` is null or was returned by this library and not freed since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_string_free(text: *mut c_char) {
    contained(AssertUnwindSafe(|| {
        if !text.is_null() {
            // SAFETY: it came out of `CString::into_raw` in `owned`; that it is freed once is the caller's promise.
            drop(unsafe { CString::from_raw(text) });
        }
        Ok(())
    }));
}
