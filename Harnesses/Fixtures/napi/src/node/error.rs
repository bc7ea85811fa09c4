use std::any::Any;
use std::ffi::CStr;

use super::containment::discard;
use super::{sys, Env, Value};

pub type Result<T> = std::result::Result<T, Error>;

/// Why a call has no result.
pub enum Error {
    /// A JavaScript exception is under way already; nothing may replace it.
    Pending,
    /// An argument or receiver of the wrong type: a `TypeError`.
    Type(String),
    /// An `Error` with a code and further properties.
    Thrown { code: &'static CStr, message: String, facts: Vec<(&'static CStr, Fact)> },
    /// A status of Node-API that nothing above stands for.
    Refused(sys::napi_status),
}

/// A property of an error.
pub enum Fact {
    Text(String),
    Number(f64),
}

impl Error {
    /// What a panic carried, as an error.
    pub fn panicked(payload: Box<dyn Any + Send>) -> Self {
        let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
            (Some(text), _) => format!("panicked: {text}"),
            (_, Some(text)) => format!("panicked: {text}"),
            _ => "panicked".to_owned(),
        };
        discard(payload);
        Self::Thrown { code: c"PANICKED", message, facts: Vec::new() }
    }

    /// Throws it; where even that fails, an exception is under way or the environment is on its way out.
    pub(super) fn throw(self, env: Env<'_>) {
        if let Error::Pending = self {
            return;
        }
        if let Ok(value) = self.value(env) {
            // SAFETY: both are of the current scope.
            unsafe { sys::napi_throw(env.raw(), value.raw()) };
        }
    }

    /// The JavaScript error.
    pub(super) fn value<'scope>(self, env: Env<'scope>) -> Result<Value<'scope>> {
        match self {
            Error::Pending => Err(Error::Pending),
            Error::Type(message) => env.type_error(&message),
            Error::Refused(status) => {
                env.error(c"NODE_API", &format!("Node-API refused a request with status {status}"))
            }
            Error::Thrown { code, message, facts } => {
                let error = env.error(code, &message)?;
                for (name, fact) in facts {
                    env.set(error, name, fact.value(env)?)?;
                }
                Ok(error)
            }
        }
    }
}

impl Fact {
    fn value<'scope>(&self, env: Env<'scope>) -> Result<Value<'scope>> {
        match self {
            Fact::Text(text) => env.text(text),
            Fact::Number(number) => env.number(*number),
        }
    }
}

/// A status as a result.
pub(super) fn check(status: sys::napi_status) -> Result<()> {
    match status {
        sys::OK => Ok(()),
        sys::PENDING_EXCEPTION => Err(Error::Pending),
        status => Err(Error::Refused(status)),
    }
}
