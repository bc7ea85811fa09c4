use js_sys::Function;
use wasm_bindgen::prelude::{wasm_bindgen, JsValue};

/// The words of a text, in order, in lower case.
#[wasm_bindgen]
pub fn tokenize(text: &str) -> Vec<String> {
    words(text).collect()
}

/// Calls back with each word of a text, in order; what the callback throws ends it and is thrown on.
#[wasm_bindgen]
pub fn each(text: &str, callback: &Function) -> Result<(), JsValue> {
    for word in words(text) {
        callback.call1(&JsValue::UNDEFINED, &JsValue::from_str(&word))?;
    }
    Ok(())
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}
