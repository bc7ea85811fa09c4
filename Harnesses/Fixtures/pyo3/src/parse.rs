use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// What is wrong with a pair, and where it stands.
struct Malformed<'text> {
    pair: &'text str,
    position: usize,
    expected: &'static str,
}

/// Reads `word=count` pairs separated by commas; raises `ValueError` with a `facts` dictionary where it can't.
#[pyfunction]
pub fn parse(python: Python<'_>, text: &str) -> PyResult<Vec<(String, u64)>> {
    text.split(',')
        .enumerate()
        .map(|(position, pair)| pair_of(position, pair))
        .collect::<Result<_, _>>()
        .map_err(|malformed| value_error(python, &malformed))
}

fn pair_of(position: usize, pair: &str) -> Result<(String, u64), Malformed<'_>> {
    let malformed = |expected| Malformed { pair, position, expected };
    let (word, count) = pair.split_once('=').ok_or_else(|| malformed("word=count"))?;
    let count = count.trim().parse().map_err(|_| malformed("a count of 0 or more"))?;
    Ok((word.trim().to_owned(), count))
}

fn value_error(python: Python<'_>, malformed: &Malformed<'_>) -> PyErr {
    let Malformed { pair, position, expected } = malformed;
    let error = PyValueError::new_err(format!("pair {position}, '{pair}': expected {expected}"));
    match facts(python, malformed).and_then(|facts| error.value(python).setattr("facts", facts)) {
        Ok(()) => error,
        Err(failure) => failure,
    }
}

fn facts<'python>(python: Python<'python>, malformed: &Malformed<'_>) -> PyResult<Bound<'python, PyDict>> {
    let facts = PyDict::new(python);
    facts.set_item("pair", malformed.pair)?;
    facts.set_item("position", malformed.position)?;
    facts.set_item("expected", malformed.expected)?;
    Ok(facts)
}
