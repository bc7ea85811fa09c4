use std::cmp::Reverse;
use std::collections::HashMap;

use pyo3::prelude::*;

/// Counts words.
#[pyclass]
#[derive(Default)]
pub struct Counter {
    counts: HashMap<String, u64>,
}

#[pymethods]
impl Counter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Counts this word once more.
    fn add(&mut self, word: String) {
        *self.counts.entry(word).or_default() += 1;
    }

    /// How often the word was added.
    fn count(&self, word: &str) -> u64 {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// The `n` words that were added most often; equal ones in alphabetical order.
    fn most_common(&self, n: usize) -> Vec<(String, u64)> {
        let mut ranked: Vec<_> = self.counts.iter().map(|(word, count)| (word.clone(), *count)).collect();
        ranked.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
        ranked.truncate(n);
        ranked
    }
}
