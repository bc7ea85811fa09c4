use std::hint::black_box;

use js_sys::Date;
use wasm_bindgen::prelude::wasm_bindgen;

/// Computes for so long; returns the number of rounds. There is one thread, so the event loop stands still meanwhile.
#[wasm_bindgen]
pub fn busy(milliseconds: u32) -> f64 {
    let end = Date::now() + f64::from(milliseconds);
    let mut rounds = 0.0;
    while Date::now() < end {
        rounds += black_box(1.0);
    }
    rounds
}
