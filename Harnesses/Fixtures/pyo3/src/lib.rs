//! Splits and counts words; the sample target for Python.

mod busy;
mod counter;
mod parse;
mod tokenize;

use pyo3::prelude::*;

/// Panics, which arrives as `PanicException`.
#[pyfunction]
fn panics() {
    panic!("planted: words.panics() always panics");
}

#[pymodule]
fn words(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(tokenize::tokenize, module)?)?;
    module.add_function(wrap_pyfunction!(parse::parse, module)?)?;
    module.add_function(wrap_pyfunction!(busy::busy, module)?)?;
    module.add_function(wrap_pyfunction!(panics, module)?)?;
    module.add_class::<counter::Counter>()
}
