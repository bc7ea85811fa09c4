//! Splits and counts words; the sample target for a wasm runtime without scripts.
//!
//! Texts are UTF-8 in the module's own memory: `alloc` makes room, `dealloc` gives it back. A panic is a trap.

mod busy;
mod counter;
mod memory;
mod tokenize;

/// Panics.
#[unsafe(no_mangle)]
pub extern "C" fn panics() {
    panic!("planted: panics() always panics");
}
