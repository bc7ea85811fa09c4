use std::hint::black_box;

/// Additions in one round.
const ROUND: i32 = 10_000;

/// Computes for so many rounds, of some microseconds each where the runtime compiles; returns their number. A module has
/// no clock of its own.
#[unsafe(no_mangle)]
pub extern "C" fn busy(rounds: i32) -> i32 {
    let mut done = 0;
    for _ in 0..rounds {
        let additions = (0..ROUND).fold(0, |sum: i32, _| sum.wrapping_add(black_box(1)));
        done += additions / ROUND;
    }
    done
}
