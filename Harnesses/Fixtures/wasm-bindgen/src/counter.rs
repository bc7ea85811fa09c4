use std::cmp::Reverse;
use std::collections::HashMap;

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::parse::entry;

/// Counts words.
#[wasm_bindgen]
#[derive(Default)]
pub struct Counter {
    counts: HashMap<String, u32>,
}

#[wasm_bindgen]
impl Counter {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts this word once more.
    pub fn add(&mut self, word: String) {
        *self.counts.entry(word).or_default() += 1;
    }

    /// How often the word was added.
    pub fn count(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// The `n` words that were added most often; equal ones in alphabetical order.
    #[wasm_bindgen(js_name = mostCommon, unchecked_return_type = "Array<[string, number]>")]
    pub fn most_common(&self, n: usize) -> Array {
        let mut ranked: Vec<_> = self.counts.iter().collect();
        ranked.sort_by_key(|(word, count)| (Reverse(**count), *word));
        ranked.into_iter().take(n).map(|(word, count)| entry(word, *count)).collect()
    }
}
