use std::cell::RefCell;
use std::ffi::{c_void, CStr};
use std::ptr;

use super::call::invoke;
use super::containment::quietly;
use super::error::check;
use super::{contained, sys, Call, Entry, Env, Error, Result, TypeTag, Value};

/// A Rust type that JavaScript sees as a class; the instance is freed when its object is collected.
pub trait Class: Sized + 'static {
    const NAME: &'static CStr;
    /// Without it, a method borrowed for an object of another addon would read that object's memory as its own.
    const TAG: TypeTag;
    const METHODS: &'static [Entry];

    fn construct(call: &Call<'_>) -> Result<Self>;
}

impl<'scope> Env<'scope> {
    pub fn class<C: Class>(self) -> Result<Value<'scope>> {
        let methods: Vec<_> = C::METHODS.iter().map(method).collect();
        // SAFETY: the descriptors outlive the call, the entries are static.
        self.made(|result| unsafe {
            sys::napi_define_class(
                self.raw(),
                C::NAME.as_ptr(),
                sys::AUTO_LENGTH,
                construct::<C>,
                ptr::null_mut(),
                methods.len(),
                methods.as_ptr(),
                result,
            )
        })
    }
}

fn method(entry: &'static Entry) -> sys::napi_property_descriptor {
    sys::napi_property_descriptor {
        utf8name: entry.name.as_ptr(),
        name: ptr::null_mut(),
        method: Some(invoke),
        getter: None,
        setter: None,
        value: ptr::null_mut(),
        attributes: sys::METHOD_ATTRIBUTES,
        data: ptr::from_ref(entry).cast_mut().cast(),
    }
}

impl<'scope> Call<'scope> {
    /// The receiver's instance; its object is a handle of this callback, so it is not collected meanwhile.
    pub fn this<C: Class>(&self) -> Result<&'scope RefCell<C>> {
        let env = self.env.raw();
        let (mut is_ours, mut native) = (false, ptr::null_mut());
        // SAFETY: handles of this callback; what is written to outlives the calls. The tag is set only where the object
        // was wrapped with a `RefCell<C>` first, and nothing unwraps it.
        unsafe {
            if sys::napi_check_object_type_tag(env, self.receiver.raw(), &C::TAG, &mut is_ours) != sys::OK || !is_ours {
                return Err(Error::Type(format!("expected a receiver of class {}", C::NAME.to_string_lossy())));
            }
            check(sys::napi_unwrap(env, self.receiver.raw(), &mut native))?;
            Ok(&*native.cast())
        }
    }
}

unsafe extern "C" fn construct<C: Class>(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: Node calls back with a live environment and this call's own info.
    unsafe {
        let env = Env::of_callback(env);
        contained(env, || {
            if !is_new(env, info)? {
                return Err(Error::Type(format!("class {} is made with `new`", C::NAME.to_string_lossy())));
            }
            let (call, _) = Call::read::<()>(env, info)?;
            wrap(&call, C::construct(&call)?)?;
            Ok(call.receiver)
        })
    }
}

unsafe fn is_new(env: Env<'_>, info: sys::napi_callback_info) -> Result<bool> {
    // SAFETY: the caller's promise.
    env.made(|result| unsafe { sys::napi_get_new_target(env.raw(), info, result) })
        .map(|target| !target.raw().is_null())
}

fn wrap<C: Class>(call: &Call<'_>, instance: C) -> Result<()> {
    let (env, object) = (call.env.raw(), call.receiver.raw());
    let native = Box::into_raw(Box::new(RefCell::new(instance)));
    // SAFETY: the object is a handle of this callback.
    let wrapped =
        check(unsafe { sys::napi_wrap(env, object, native.cast(), finalize::<C>, ptr::null_mut(), ptr::null_mut()) });
    if wrapped.is_err() {
        // SAFETY: it came out of a box above, and Node did not take it.
        drop(unsafe { Box::from_raw(native) });
        return wrapped;
    }
    // SAFETY: the same object; the tag is constant.
    check(unsafe { sys::napi_type_tag_object(env, object, &C::TAG) })
}

/// Called once, when the object was collected or the environment is torn down.
unsafe extern "C" fn finalize<C: Class>(_: sys::napi_env, native: *mut c_void, _: *mut c_void) {
    // SAFETY: it came out of a box in `wrap`.
    quietly(|| drop(unsafe { Box::from_raw(native.cast::<RefCell<C>>()) }));
}
