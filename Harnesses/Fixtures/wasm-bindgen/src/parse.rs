use js_sys::{Array, Error, Reflect};
use wasm_bindgen::prelude::{wasm_bindgen, JsValue};

/// What is wrong with a pair, and where it stands.
struct Malformed<'text> {
    pair: &'text str,
    position: usize,
    expected: &'static str,
}

/// Reads `word=count` pairs separated by commas; throws an `Error` with the code `MALFORMED` and the facts where it can't.
#[wasm_bindgen(unchecked_return_type = "Array<[string, number]>")]
pub fn parse(text: &str) -> Result<Array, JsValue> {
    let pairs = text.split(',').enumerate().map(|(position, pair)| pair_of(position, pair));
    let pairs = pairs.collect::<Result<Vec<_>, _>>().map_err(|malformed| error(&malformed))?;
    Ok(pairs.into_iter().map(|(word, count)| entry(word, count)).collect())
}

/// `[word, count]`
pub fn entry(word: &str, count: u32) -> JsValue {
    Array::of2(&JsValue::from_str(word), &JsValue::from(count)).into()
}

fn pair_of(position: usize, pair: &str) -> Result<(&str, u32), Malformed<'_>> {
    let malformed = |expected| Malformed { pair, position, expected };
    let (word, count) = pair.split_once('=').ok_or_else(|| malformed("word=count"))?;
    let count = count.trim().parse().map_err(|_| malformed("a count of 0 or more"))?;
    Ok((word.trim(), count))
}

fn error(malformed: &Malformed<'_>) -> JsValue {
    let Malformed { pair, position, expected } = malformed;
    let error = Error::new(&format!("pair {position}, '{pair}': expected {expected}")).into();
    let facts = [
        ("code", JsValue::from_str("MALFORMED")),
        ("pair", JsValue::from_str(pair)),
        ("position", JsValue::from_f64(*position as f64)),
        ("expected", JsValue::from_str(expected)),
    ];
    for (name, value) in facts {
        if let Err(failure) = Reflect::set(&error, &JsValue::from_str(name), &value) {
            return failure;
        }
    }
    error
}
