use std::panic::{catch_unwind, AssertUnwindSafe, UnwindSafe};

/// What an entry came to.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The result was written.
    Ok = 0,
    /// A pointer that has to be there is null.
    Null = 1,
    /// A text that is not UTF-8, or not of the form that the entry reads.
    Invalid = 2,
    /// The entry panicked; the handles that were passed in are as before and may be used or freed.
    Panicked = 3,
}

/// Runs an entry's body; a panic ends here, because unwinding into C is undefined or an abort.
pub(crate) fn contained(body: impl FnOnce() -> Result<(), Status> + UnwindSafe) -> Status {
    match catch_unwind(body) {
        Ok(Ok(())) => Status::Ok,
        Ok(Err(status)) => status,
        Err(payload) => {
            // Dropping it may panic in turn; what that panic carries is given up.
            if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
                std::mem::forget(second);
            }
            Status::Panicked
        }
    }
}
