//! Splits and counts words; the sample target for Node.
//!
//! `node` is the safe wrapper of Node-API that the rest is written with. No panic leaves the addon: it is thrown.

mod busy;
mod counter;
mod node;
mod words;

use node::{Call, Entry, Env, Result, Value};

const ENTRIES: &[Entry] = &[
    Entry { name: c"tokenize", body: words::tokenize },
    Entry { name: c"encode", body: words::encode },
    Entry { name: c"each", body: words::each },
    Entry { name: c"parse", body: words::parse },
    Entry { name: c"busy", body: busy::busy },
    Entry { name: c"busyAsync", body: busy::busy_async },
    Entry { name: c"panics", body: panics },
];

fn panics<'scope>(_: &Call<'scope>) -> Result<Value<'scope>> {
    panic!("planted: words.panics() always panics");
}

fn register<'scope>(env: Env<'scope>, exports: Value<'scope>) -> Result<()> {
    for entry in ENTRIES {
        env.set(exports, entry.name, env.function(entry)?)?;
    }
    env.set(exports, c"Counter", env.class::<counter::Counter>()?)
}

node::module!(register);
