use std::ffi::CStr;
use std::marker::PhantomData;
use std::ptr;

use super::error::check;
use super::{sys, Result};

/// A JavaScript environment, for as long as one scope of handles is open in it.
#[derive(Clone, Copy)]
pub struct Env<'scope> {
    raw: sys::napi_env,
    scope: PhantomData<&'scope ()>,
}

/// A handle to a JavaScript value, which the scope keeps alive.
#[derive(Clone, Copy)]
pub struct Value<'scope> {
    raw: sys::napi_value,
    scope: PhantomData<&'scope ()>,
}

impl Value<'_> {
    /// # Safety
    /// The value is a handle of a scope that is open for as long as the lifetime says.
    pub unsafe fn of_scope(raw: sys::napi_value) -> Self {
        Self { raw, scope: PhantomData }
    }

    pub(super) fn raw(self) -> sys::napi_value {
        self.raw
    }
}

// SAFETY of every block below: the environment is live and the values are handles of an open scope, both by their
// lifetimes; pointers to locals outlive the call.
impl<'scope> Env<'scope> {
    /// # Safety
    /// The environment called us and waits, for as long as the lifetime says.
    pub unsafe fn of_callback(raw: sys::napi_env) -> Self {
        Self { raw, scope: PhantomData }
    }

    pub(super) fn raw(self) -> sys::napi_env {
        self.raw
    }

    /// The value that a function of Node-API writes.
    pub(super) fn made(self, make: impl FnOnce(*mut sys::napi_value) -> sys::napi_status) -> Result<Value<'scope>> {
        let mut raw = ptr::null_mut();
        check(make(&mut raw))?;
        Ok(Value { raw, scope: PhantomData })
    }

    pub fn undefined(self) -> Result<Value<'scope>> {
        self.made(|result| unsafe { sys::napi_get_undefined(self.raw, result) })
    }

    pub fn number(self, number: f64) -> Result<Value<'scope>> {
        self.made(|result| unsafe { sys::napi_create_double(self.raw, number, result) })
    }

    pub fn text(self, text: &str) -> Result<Value<'scope>> {
        self.made(|result| unsafe { sys::napi_create_string_utf8(self.raw, text.as_ptr().cast(), text.len(), result) })
    }

    /// An array of what the items are converted to; each conversion has a scope of its own.
    pub fn array<T>(
        self,
        items: impl Iterator<Item = T>,
        convert: impl for<'item> Fn(Env<'item>, T) -> Result<Value<'item>>,
    ) -> Result<Value<'scope>> {
        let array = self.made(|result| unsafe { sys::napi_create_array_with_length(self.raw, 0, result) })?;
        for (index, item) in (0..).zip(items) {
            self.scoped(|env| env.set_element(array, index, convert(env, item)?))?;
        }
        Ok(array)
    }

    /// A short array of values that are there already.
    pub fn tuple(self, values: &[Value<'scope>]) -> Result<Value<'scope>> {
        let array =
            self.made(|result| unsafe { sys::napi_create_array_with_length(self.raw, values.len(), result) })?;
        for (index, value) in (0..).zip(values) {
            self.set_element(array, index, *value)?;
        }
        Ok(array)
    }

    fn set_element(self, array: Value<'_>, index: u32, value: Value<'_>) -> Result<()> {
        check(unsafe { sys::napi_set_element(self.raw, array.raw, index, value.raw) })
    }

    pub fn set(self, object: Value<'_>, name: &CStr, value: Value<'_>) -> Result<()> {
        check(unsafe { sys::napi_set_named_property(self.raw, object.raw, name.as_ptr(), value.raw) })
    }

    /// An `Error`.
    pub(super) fn error(self, code: &CStr, message: &str) -> Result<Value<'scope>> {
        let (code, message) = (self.text(&code.to_string_lossy())?, self.text(message)?);
        self.made(|result| unsafe { sys::napi_create_error(self.raw, code.raw, message.raw, result) })
    }

    pub(super) fn type_error(self, message: &str) -> Result<Value<'scope>> {
        let message = self.text(message)?;
        self.made(|result| unsafe { sys::napi_create_type_error(self.raw, ptr::null_mut(), message.raw, result) })
    }

    /// Calls a function without a receiver.
    pub fn call(self, function: Value<'_>, arguments: &[Value<'scope>]) -> Result<Value<'scope>> {
        let receiver = self.undefined()?;
        let arguments: Vec<_> = arguments.iter().map(|argument| argument.raw).collect();
        self.made(|result| unsafe {
            sys::napi_call_function(self.raw, receiver.raw, function.raw, arguments.len(), arguments.as_ptr(), result)
        })
    }

    /// Runs the body in a scope of its own; the handles that it makes go with the scope.
    pub fn scoped<T>(self, body: impl for<'inner> FnOnce(Env<'inner>) -> Result<T>) -> Result<T> {
        let scope = HandleScope::open(self.raw)?;
        let result = body(Env { raw: self.raw, scope: PhantomData });
        drop(scope);
        result
    }
}

/// Closed however the body ends, by a panic too.
struct HandleScope {
    env: sys::napi_env,
    raw: sys::napi_handle_scope,
}

impl HandleScope {
    fn open(env: sys::napi_env) -> Result<Self> {
        let mut raw = ptr::null_mut();
        // SAFETY: the environment is live; `raw` outlives the call.
        check(unsafe { sys::napi_open_handle_scope(env, &mut raw) })?;
        Ok(Self { env, raw })
    }
}

impl Drop for HandleScope {
    fn drop(&mut self) {
        // SAFETY: opened in `open` and closed only here; scopes are dropped in the reverse order of their opening.
        unsafe { sys::napi_close_handle_scope(self.env, self.raw) };
    }
}
