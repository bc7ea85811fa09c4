//! The part of Node-API that is used, declared by hand: https://nodejs.org/api/n-api.html
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};

macro_rules! opaque {
    ($($name:ident = $pointee:ident),* $(,)?) => {
        $(
            #[repr(C)]
            pub struct $pointee([u8; 0]);
            pub type $name = *mut $pointee;
        )*
    };
}

opaque! {
    napi_env = napi_env__,
    napi_value = napi_value__,
    napi_callback_info = napi_callback_info__,
    napi_handle_scope = napi_handle_scope__,
    napi_deferred = napi_deferred__,
    napi_async_work = napi_async_work__,
    napi_ref = napi_ref__,
}

pub type napi_status = c_int;
pub const OK: napi_status = 0;
pub const PENDING_EXCEPTION: napi_status = 10;
pub const NO_EXTERNAL_BUFFERS: napi_status = 22;

pub type napi_valuetype = c_int;
pub const FUNCTION: napi_valuetype = 7;

/// Length of a text that ends in NUL.
pub const AUTO_LENGTH: usize = usize::MAX;

pub type napi_callback = unsafe extern "C" fn(napi_env, napi_callback_info) -> napi_value;
pub type napi_finalize = unsafe extern "C" fn(napi_env, *mut c_void, *mut c_void);
pub type napi_execute = unsafe extern "C" fn(napi_env, *mut c_void);
pub type napi_complete = unsafe extern "C" fn(napi_env, napi_status, *mut c_void);

/// What tells objects of one class from all others, of this addon or another.
#[repr(C)]
pub struct napi_type_tag {
    pub lower: u64,
    pub upper: u64,
}

#[repr(C)]
pub struct napi_property_descriptor {
    pub utf8name: *const c_char,
    pub name: napi_value,
    pub method: Option<napi_callback>,
    pub getter: Option<napi_callback>,
    pub setter: Option<napi_callback>,
    pub value: napi_value,
    pub attributes: c_int,
    pub data: *mut c_void,
}

/// Writable and configurable, as the methods of a JavaScript class.
pub const METHOD_ATTRIBUTES: c_int = 1 | 4;

extern "C" {
    pub fn napi_get_undefined(env: napi_env, result: *mut napi_value) -> napi_status;
    pub fn napi_create_double(env: napi_env, value: f64, result: *mut napi_value) -> napi_status;
    pub fn napi_create_string_utf8(
        env: napi_env,
        text: *const c_char,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_create_array_with_length(env: napi_env, length: usize, result: *mut napi_value) -> napi_status;
    pub fn napi_set_element(env: napi_env, object: napi_value, index: u32, value: napi_value) -> napi_status;
    pub fn napi_set_named_property(
        env: napi_env,
        object: napi_value,
        name: *const c_char,
        value: napi_value,
    ) -> napi_status;
    pub fn napi_get_value_uint32(env: napi_env, value: napi_value, result: *mut u32) -> napi_status;
    pub fn napi_get_value_string_utf8(
        env: napi_env,
        value: napi_value,
        buffer: *mut c_char,
        size: usize,
        result: *mut usize,
    ) -> napi_status;
    pub fn napi_typeof(env: napi_env, value: napi_value, result: *mut napi_valuetype) -> napi_status;

    pub fn napi_create_function(
        env: napi_env,
        name: *const c_char,
        length: usize,
        callback: napi_callback,
        data: *mut c_void,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_get_cb_info(
        env: napi_env,
        info: napi_callback_info,
        count: *mut usize,
        arguments: *mut napi_value,
        this: *mut napi_value,
        data: *mut *mut c_void,
    ) -> napi_status;
    pub fn napi_call_function(
        env: napi_env,
        receiver: napi_value,
        function: napi_value,
        count: usize,
        arguments: *const napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_open_handle_scope(env: napi_env, result: *mut napi_handle_scope) -> napi_status;
    pub fn napi_close_handle_scope(env: napi_env, scope: napi_handle_scope) -> napi_status;

    pub fn napi_create_error(
        env: napi_env,
        code: napi_value,
        message: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_create_type_error(
        env: napi_env,
        code: napi_value,
        message: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_throw(env: napi_env, error: napi_value) -> napi_status;

    pub fn napi_define_class(
        env: napi_env,
        name: *const c_char,
        length: usize,
        constructor: napi_callback,
        data: *mut c_void,
        count: usize,
        properties: *const napi_property_descriptor,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_get_new_target(env: napi_env, info: napi_callback_info, result: *mut napi_value) -> napi_status;
    pub fn napi_wrap(
        env: napi_env,
        object: napi_value,
        native: *mut c_void,
        finalize: napi_finalize,
        hint: *mut c_void,
        result: *mut napi_ref,
    ) -> napi_status;
    pub fn napi_unwrap(env: napi_env, object: napi_value, result: *mut *mut c_void) -> napi_status;
    pub fn napi_type_tag_object(env: napi_env, object: napi_value, tag: *const napi_type_tag) -> napi_status;
    pub fn napi_check_object_type_tag(
        env: napi_env,
        object: napi_value,
        tag: *const napi_type_tag,
        result: *mut bool,
    ) -> napi_status;

    pub fn napi_create_external_buffer(
        env: napi_env,
        length: usize,
        bytes: *mut c_void,
        finalize: napi_finalize,
        hint: *mut c_void,
        result: *mut napi_value,
    ) -> napi_status;
    pub fn napi_create_buffer_copy(
        env: napi_env,
        length: usize,
        bytes: *const c_void,
        copy: *mut *mut c_void,
        result: *mut napi_value,
    ) -> napi_status;

    pub fn napi_create_promise(env: napi_env, deferred: *mut napi_deferred, promise: *mut napi_value) -> napi_status;
    pub fn napi_resolve_deferred(env: napi_env, deferred: napi_deferred, value: napi_value) -> napi_status;
    pub fn napi_reject_deferred(env: napi_env, deferred: napi_deferred, error: napi_value) -> napi_status;
    pub fn napi_create_async_work(
        env: napi_env,
        resource: napi_value,
        name: napi_value,
        execute: napi_execute,
        complete: napi_complete,
        data: *mut c_void,
        result: *mut napi_async_work,
    ) -> napi_status;
    pub fn napi_queue_async_work(env: napi_env, work: napi_async_work) -> napi_status;
    pub fn napi_delete_async_work(env: napi_env, work: napi_async_work) -> napi_status;
}
