//! Splits and counts words; the sample target for C.
//!
//! Every entry returns a [`Status`] and writes its result through a pointer, or is a destructor. No panic leaves it.

mod busy;
mod counter;
mod status;
mod strings;
mod tokenize;

pub use status::Status;
