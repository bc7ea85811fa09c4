//! A small safe wrapper of Node-API, version 8: values that live as long as their scope, classes, promises, buffers.
//!
//! Every callback of Node ends in [`contained`], so an error is thrown and a panic never unwinds into C++.

mod buffer;
mod call;
mod class;
mod containment;
mod env;
mod error;
mod promise;
pub mod sys;

pub use call::{Call, Entry};
pub use class::Class;
pub use containment::contained;
pub use env::{Env, Value};
pub use error::{Error, Fact, Result};
pub use sys::napi_type_tag as TypeTag;

/// Exports what makes a shared library an addon; the function given fills its `exports`.
macro_rules! module {
    ($register:path) => {
        /// The version of Node-API that is used: 8 has type tags, and every Node since 12.22 has 8.
        #[unsafe(no_mangle)]
        pub extern "C" fn node_api_module_get_api_version_v1() -> i32 {
            8
        }

        /// # Safety
        /// Called by Node alone, with a live environment and a value of its current scope.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn napi_register_module_v1(
            env: node::sys::napi_env,
            exports: node::sys::napi_value,
        ) -> node::sys::napi_value {
            // SAFETY: the caller's promise is passed on.
            let (env, exports) = unsafe { (Env::of_callback(env), Value::of_scope(exports)) };
            node::contained(env, || $register(env, exports).map(|()| exports))
        }
    };
}
pub(crate) use module;
