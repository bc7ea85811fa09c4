//! Splits and counts words; the sample target for wasm-bindgen.
//!
//! A panic ends in a trap, so it arrives as a `WebAssembly.RuntimeError`.

mod busy;
mod counter;
mod parse;
mod tokenize;

use wasm_bindgen::prelude::wasm_bindgen;

/// Panics.
#[wasm_bindgen]
pub fn panics() {
    panic!("planted: words.panics() always panics");
}
