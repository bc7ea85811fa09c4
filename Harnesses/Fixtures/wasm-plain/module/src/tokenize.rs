use crate::memory::text;

/// What `parse` returns; the host sees the number.
#[repr(i32)]
pub enum Status {
    Ok = 0,
    Malformed = 1,
    NotText = 2,
}

/// The number of words of a text; -1 where it is not UTF-8.
///
/// # Safety
/// `length` bytes from `place` on are the host's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tokenize(place: *const u8, length: usize) -> i32 {
    // SAFETY: the caller's promise is passed on.
    match unsafe { text(place, length) } {
        Some(text) => words(text).collect::<Vec<_>>().len() as i32,
        None => -1,
    }
}

/// Reads `word=count` pairs separated by commas: 0, 1 where one is malformed, 2 where the text is not UTF-8.
///
/// # Safety
/// `length` bytes from `place` on are the host's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn parse(place: *const u8, length: usize) -> Status {
    // SAFETY: the caller's promise is passed on.
    match unsafe { text(place, length) } {
        Some(text) if text.split(',').all(is_pair) => Status::Ok,
        Some(_) => Status::Malformed,
        None => Status::NotText,
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn is_pair(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(_, count)| count.trim().parse::<u32>().is_ok())
}
