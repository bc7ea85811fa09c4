use std::ffi::c_void;
use std::ptr;

use super::containment::quietly;
use super::error::check;
use super::{sys, Env, Result, Value};

impl<'scope> Env<'scope> {
    /// A `Buffer` over these bytes, without a copy where the runtime allows that; they are freed with it.
    pub fn buffer(self, bytes: Vec<u8>) -> Result<Value<'scope>> {
        // An empty vector has no memory of its own to hand over.
        if bytes.is_empty() {
            return self.buffer_copy(&bytes);
        }
        let owner = Box::into_raw(Box::new(bytes));
        let mut raw = ptr::null_mut();
        // SAFETY: the bytes live as long as their owner, which `free` takes back.
        let status = unsafe {
            sys::napi_create_external_buffer(
                self.raw(),
                (*owner).len(),
                (*owner).as_mut_ptr().cast(),
                free,
                owner.cast(),
                &mut raw,
            )
        };
        if status == sys::NO_EXTERNAL_BUFFERS {
            // SAFETY: refused before it was taken: runtimes with a memory cage, such as Electron, do that.
            return self.buffer_copy(&unsafe { Box::from_raw(owner) });
        }
        // After any other failure nobody can tell whether `free` is still to come, so the bytes are given up.
        check(status)?;
        // SAFETY: it was written for the current scope.
        Ok(unsafe { Value::of_scope(raw) })
    }

    fn buffer_copy(self, bytes: &[u8]) -> Result<Value<'scope>> {
        // SAFETY: the bytes are read during the call only.
        self.made(|result| unsafe {
            sys::napi_create_buffer_copy(self.raw(), bytes.len(), bytes.as_ptr().cast(), ptr::null_mut(), result)
        })
    }
}

/// Called once, when nothing uses the bytes any more.
unsafe extern "C" fn free(_: sys::napi_env, _: *mut c_void, owner: *mut c_void) {
    // SAFETY: it came out of a box in `buffer`.
    quietly(|| drop(unsafe { Box::from_raw(owner.cast::<Vec<u8>>()) }));
}
