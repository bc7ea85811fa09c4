use std::ffi::{c_void, CStr};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr;

use super::containment::quietly;
use super::error::check;
use super::{sys, Env, Error, Result, Value};

type Work = Box<dyn FnOnce() -> f64 + Send>;

/// Work on a thread of Node's pool, and the promise that waits for it.
struct Task {
    work: Option<Work>,
    /// None until it was done; it stays so where Node cancels the task.
    result: Option<Result<f64>>,
    deferred: sys::napi_deferred,
    handle: sys::napi_async_work,
}

impl<'scope> Env<'scope> {
    /// A promise of what the work returns, which is done off the loop; a panic of it rejects the promise.
    pub fn promise(self, name: &CStr, work: impl FnOnce() -> f64 + Send + 'static) -> Result<Value<'scope>> {
        let name = self.text(&name.to_string_lossy())?;
        let mut deferred = ptr::null_mut();
        // SAFETY: a live environment; what is written to outlives the call.
        let promise = self.made(|result| unsafe { sys::napi_create_promise(self.raw(), &mut deferred, result) })?;
        let task = Task { work: Some(Box::new(work)), result: None, deferred, handle: ptr::null_mut() };
        if let Err((task, error)) = self.start(Box::new(task), name) {
            self.settle(task.deferred, Err(error));
        }
        Ok(promise)
    }

    /// From here on the task is Node's until `complete`; one that can't be started is returned.
    fn start(self, task: Box<Task>, name: Value<'_>) -> std::result::Result<(), (Box<Task>, Error)> {
        let task = Box::into_raw(task);
        // SAFETY: `task` is ours until it is queued; its handle is made and deleted on this thread.
        unsafe {
            let mut handle = ptr::null_mut();
            let resource = ptr::null_mut();
            let made = sys::napi_create_async_work(
                self.raw(),
                resource,
                name.raw(),
                execute,
                complete,
                task.cast(),
                &mut handle,
            );
            (*task).handle = handle;
            check(made).and_then(|()| check(sys::napi_queue_async_work(self.raw(), handle))).map_err(|error| {
                if !handle.is_null() {
                    sys::napi_delete_async_work(self.raw(), handle);
                }
                (Box::from_raw(task), error)
            })
        }
    }

    /// Nothing can be done where it fails: the environment is on its way out then.
    fn settle(self, deferred: sys::napi_deferred, result: Result<f64>) {
        // SAFETY of both calls: a deferred is settled once, here; the value is of the current scope.
        match result.and_then(|number| self.number(number)) {
            Ok(value) => unsafe {
                sys::napi_resolve_deferred(self.raw(), deferred, value.raw());
            },
            Err(error) => {
                if let Ok(error) = error.value(self) {
                    unsafe { sys::napi_reject_deferred(self.raw(), deferred, error.raw()) };
                }
            }
        }
    }
}

/// On a thread of the pool: no function of Node-API may be called here.
unsafe extern "C" fn execute(_: sys::napi_env, task: *mut c_void) {
    // SAFETY: the task is this thread's alone until it returns.
    let task = unsafe { &mut *task.cast::<Task>() };
    if let Some(work) = task.work.take() {
        task.result = Some(catch_unwind(AssertUnwindSafe(work)).map_err(Error::panicked));
    }
}

/// On the loop's thread, in a scope of its own, once.
unsafe extern "C" fn complete(env: sys::napi_env, _: sys::napi_status, task: *mut c_void) {
    quietly(|| {
        // SAFETY: it came out of a box in `start`, and nobody else uses it now.
        let task = unsafe { Box::from_raw(task.cast::<Task>()) };
        // SAFETY: Node calls back with a live environment.
        let env = unsafe { Env::of_callback(env) };
        env.settle(task.deferred, task.result.unwrap_or_else(|| Err(cancelled())));
        // SAFETY: made in `start`, deleted only here.
        unsafe { sys::napi_delete_async_work(env.raw(), task.handle) };
    });
}

fn cancelled() -> Error {
    Error::Thrown { code: c"CANCELLED", message: "the task was cancelled".to_owned(), facts: Vec::new() }
}
