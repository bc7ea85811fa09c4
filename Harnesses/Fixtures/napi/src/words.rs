use crate::node::{Call, Env, Error, Fact, Result, Value};

pub fn tokenize<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let text = call.text(0)?;
    call.env.array(words(&text), |env, word| env.text(&word))
}

pub fn encode<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let lines = words(&call.text(0)?).collect::<Vec<_>>().join("\n");
    call.env.buffer(lines.into_bytes())
}

pub fn each<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let (text, callback) = (call.text(0)?, call.function(1)?);
    for word in words(&text) {
        // A scope each, so that a long text doesn't keep a handle for every word.
        call.env.scoped(|env| env.call(callback, &[env.text(&word)?]).map(drop))?;
    }
    call.env.undefined()
}

pub fn parse<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let text = call.text(0)?;
    let pairs = text.split(',').enumerate().map(|(position, pair)| pair_of(position, pair));
    let pairs = pairs.collect::<Result<Vec<_>>>()?;
    call.env.array(pairs.into_iter(), ranked)
}

/// `[word, count]`
pub fn ranked<'scope>(env: Env<'scope>, (word, count): (String, u64)) -> Result<Value<'scope>> {
    env.tuple(&[env.text(&word)?, env.number(count as f64)?])
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn pair_of(position: usize, pair: &str) -> Result<(String, u64)> {
    let (word, count) = pair.split_once('=').ok_or_else(|| malformed(position, pair, "word=count"))?;
    let count = count.trim().parse().map_err(|_| malformed(position, pair, "a count of 0 or more"))?;
    Ok((word.trim().to_owned(), count))
}

fn malformed(position: usize, pair: &str, expected: &str) -> Error {
    Error::Thrown {
        code: c"MALFORMED",
        message: format!("pair {position}, '{pair}': expected {expected}"),
        facts: vec![
            (c"pair", Fact::Text(pair.to_owned())),
            (c"position", Fact::Number(position as f64)),
            (c"expected", Fact::Text(expected.to_owned())),
        ],
    }
}
