use pyo3::prelude::*;

/// The words of a text, in order, in lower case.
#[pyfunction]
pub fn tokenize(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
