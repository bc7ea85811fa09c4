use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::node::{Call, Result, Value};

/// Holds the loop for so long: what `busy_async` is for.
pub fn busy<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    call.env.number(rounds_for(call.integer(0)?))
}

pub fn busy_async<'scope>(call: &Call<'scope>) -> Result<Value<'scope>> {
    let milliseconds = call.integer(0)?;
    call.env.promise(c"words.busyAsync", move || rounds_for(milliseconds))
}

fn rounds_for(milliseconds: u32) -> f64 {
    let end = Instant::now() + Duration::from_millis(milliseconds.into());
    let mut rounds = 0.0;
    while Instant::now() < end {
        rounds += black_box(1.0);
    }
    rounds
}
