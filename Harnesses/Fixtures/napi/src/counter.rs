use std::cmp::Reverse;
use std::collections::HashMap;
use std::ffi::CStr;

use crate::node::{Call, Class, Entry, Result, TypeTag, Value};
use crate::words::ranked;

/// Counts words.
#[derive(Default)]
pub struct Counter {
    counts: HashMap<String, u64>,
}

impl Counter {
    fn most_common(&self, n: usize) -> Vec<(String, u64)> {
        let mut ranked: Vec<_> = self.counts.iter().map(|(word, count)| (word.clone(), *count)).collect();
        ranked.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
        ranked.truncate(n);
        ranked
    }
}

impl Class for Counter {
    const NAME: &'static CStr = c"Counter";
    /// Drawn at random, once.
    const TAG: TypeTag = TypeTag { lower: 0x9d1c_70f3_52be_4a86, upper: 0x37e5_a8c0_1f64_d92b };
    const METHODS: &'static [Entry] = &[
        Entry { name: c"add", body: add },
        Entry { name: c"count", body: count },
        Entry { name: c"mostCommon", body: most_common },
    ];

    fn construct(_: &Call<'_>) -> Result<Self> {
        Ok(Self::default())
    }
}

fn add<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let counter = call.this::<Counter>()?;
    let word = call.text(0)?;
    *counter.borrow_mut().counts.entry(word).or_default() += 1;
    call.env.undefined()
}

fn count<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let counter = call.this::<Counter>()?;
    let found = counter.borrow().counts.get(&call.text(0)?).copied().unwrap_or(0);
    call.env.number(found as f64)
}

fn most_common<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let counter = call.this::<Counter>()?;
    let ranks = counter.borrow().most_common(call.integer(0)? as usize);
    call.env.array(ranks.into_iter(), ranked)
}
