use std::ffi::CStr;
use std::ptr;

use super::error::check;
use super::{contained, sys, Env, Error, Result, Value};

/// A function that JavaScript can call.
pub struct Entry {
    pub name: &'static CStr,
    pub body: for<'scope> fn(&Call<'scope>) -> Result<Value<'scope>>,
}

/// One call of an entry: its arguments and its receiver.
pub struct Call<'scope> {
    pub env: Env<'scope>,
    pub(super) receiver: Value<'scope>,
    arguments: [sys::napi_value; Call::ARGUMENTS],
}

impl Call<'_> {
    /// No entry reads more.
    const ARGUMENTS: usize = 2;
}

impl<'scope> Call<'scope> {
    /// The call, and the data that came with its function. What was not given is `undefined`.
    ///
    /// # Safety
    /// Both were given to the callback that is running.
    pub(super) unsafe fn read<T>(env: Env<'scope>, info: sys::napi_callback_info) -> Result<(Call<'scope>, *const T)> {
        let mut count = Call::ARGUMENTS;
        let mut arguments = [ptr::null_mut(); Call::ARGUMENTS];
        let (mut this, mut data) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the caller's promise; `arguments` has room for `count`.
        check(unsafe {
            sys::napi_get_cb_info(env.raw(), info, &mut count, arguments.as_mut_ptr(), &mut this, &mut data)
        })?;
        // SAFETY: it was written for the scope of this callback.
        let receiver = unsafe { Value::of_scope(this) };
        Ok((Call { env, receiver, arguments }, data.cast_const().cast()))
    }

    /// An argument that is a string; half surrogates come as U+FFFD.
    pub fn text(&self, index: usize) -> Result<String> {
        let mut length = 0;
        self.read_text(index, &mut [], &mut length).map_err(|error| wrong(error, index, "a string"))?;
        let mut bytes = vec![0; length + 1];
        self.read_text(index, &mut bytes, &mut length)?;
        bytes.truncate(length);
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// Without a buffer, only the length is told.
    fn read_text(&self, index: usize, buffer: &mut [u8], length: &mut usize) -> Result<()> {
        let bytes = if buffer.is_empty() { ptr::null_mut() } else { buffer.as_mut_ptr().cast() };
        // SAFETY: `bytes` is null or has room for the size that is told, its NUL included.
        check(unsafe {
            sys::napi_get_value_string_utf8(self.env.raw(), self.arguments[index], bytes, buffer.len(), length)
        })
    }

    /// An argument that is a number, as JavaScript makes a `uint32` of it.
    pub fn integer(&self, index: usize) -> Result<u32> {
        let mut number = 0;
        // SAFETY: a handle of this callback's scope; `number` outlives the call.
        check(unsafe { sys::napi_get_value_uint32(self.env.raw(), self.arguments[index], &mut number) })
            .map_err(|error| wrong(error, index, "a number"))?;
        Ok(number)
    }

    /// An argument that can be called.
    pub fn function(&self, index: usize) -> Result<Value<'scope>> {
        let mut kind = 0;
        // SAFETY: a handle of this callback's scope; `kind` outlives the call.
        check(unsafe { sys::napi_typeof(self.env.raw(), self.arguments[index], &mut kind) })?;
        if kind != sys::FUNCTION {
            return Err(Error::Type(expected(index, "a function")));
        }
        // SAFETY: a handle of this callback's scope.
        Ok(unsafe { Value::of_scope(self.arguments[index]) })
    }
}

fn wrong(error: Error, index: usize, what: &str) -> Error {
    match error {
        Error::Refused(_) => Error::Type(expected(index, what)),
        error => error,
    }
}

fn expected(index: usize, what: &str) -> String {
    format!("argument {}: expected {what}", index + 1)
}

impl<'scope> Env<'scope> {
    /// A function; its entry goes with it as its data.
    pub fn function(self, entry: &'static Entry) -> Result<Value<'scope>> {
        let data = ptr::from_ref(entry).cast_mut().cast();
        // SAFETY: the entry is static, and `invoke` only reads it.
        self.made(|result| unsafe {
            sys::napi_create_function(self.raw(), entry.name.as_ptr(), sys::AUTO_LENGTH, invoke, data, result)
        })
    }
}

/// The callback of every function and method.
pub(super) unsafe extern "C" fn invoke(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: Node calls back with a live environment, and with the entry that the function was made with.
    unsafe {
        let env = Env::of_callback(env);
        contained(env, || {
            let (call, entry) = Call::read::<Entry>(env, info)?;
            ((*entry).body)(&call)
        })
    }
}
