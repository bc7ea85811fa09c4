use std::hint::black_box;
use std::time::{Duration, Instant};

use pyo3::prelude::*;

/// Computes for so long without holding the GIL; returns the number of rounds.
#[pyfunction]
pub fn busy(python: Python<'_>, milliseconds: u64) -> u64 {
    python.detach(|| rounds_until(Instant::now() + Duration::from_millis(milliseconds)))
}

fn rounds_until(end: Instant) -> u64 {
    let mut rounds = 0;
    while Instant::now() < end {
        rounds += black_box(1);
    }
    rounds
}
