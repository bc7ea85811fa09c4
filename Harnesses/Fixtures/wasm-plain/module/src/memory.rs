use std::alloc::{self, Layout};
use std::ptr;

/// Room for so many bytes, zeroed; null where there is none. It goes back by `dealloc` with the same length.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    match Layout::array::<u8>(length) {
        // SAFETY: the layout is not empty.
        Ok(layout) if length > 0 => unsafe { alloc::alloc_zeroed(layout) },
        Ok(_) => ptr::dangling_mut(),
        Err(_) => ptr::null_mut(),
    }
}

/// Gives room back.
///
/// # Safety
/// `place` came from `alloc` with this length and was not given back since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dealloc(place: *mut u8, length: usize) {
    if let (Ok(layout), true) = (Layout::array::<u8>(length), length > 0) {
        // SAFETY: the caller's promise.
        unsafe { alloc::dealloc(place, layout) };
    }
}

/// A text that the host wrote; none where it is not UTF-8.
///
/// # Safety
/// `length` bytes from `place` on are the host's, and it leaves them alone during the call.
pub unsafe fn text<'call>(place: *const u8, length: usize) -> Option<&'call str> {
    // SAFETY: the caller's promise.
    std::str::from_utf8(unsafe { std::slice::from_raw_parts(place, length) }).ok()
}
