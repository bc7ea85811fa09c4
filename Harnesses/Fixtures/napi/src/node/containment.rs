use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr;

use super::{sys, Env, Error, Result, Value};

/// Runs a callback's body; what goes wrong is thrown, a panic too, because unwinding into C++ is undefined.
pub fn contained<'scope>(env: Env<'scope>, body: impl FnOnce() -> Result<Value<'scope>>) -> sys::napi_value {
    // No state of the body outlives it but counters in a `RefCell`, whose every change is one step.
    match catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| Err(Error::panicked(payload))) {
        Ok(value) => value.raw(),
        Err(error) => {
            error.throw(env);
            ptr::null_mut()
        }
    }
}

/// Runs what has nobody to throw to: a finalizer, the end of a task.
pub(super) fn quietly(body: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(body)) {
        discard(payload);
    }
}

/// Drops what a panic carried. That may panic in turn; what the second panic carries is given up.
pub(super) fn discard(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
}
