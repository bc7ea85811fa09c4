//! `words TEXT…` prints the words of its arguments, one a line; `words --parse one=1,two=2` prints the pairs.
//!
//! Ends with status 2 where its input is malformed. `words --panic` panics, which is a trap.

use std::env;
use std::process::ExitCode;

/// What the shell's own commands end with on wrong usage.
const MALFORMED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args_os().skip(1).map(|text| text.to_string_lossy().into_owned()).collect();
    let lines = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--panic"] => panic!("planted: --panic always panics"),
        ["--parse", text] => text.split(',').map(pair).collect(),
        _ => Ok(arguments.iter().flat_map(|text| words(text)).collect()),
    };
    finished(lines)
}

fn finished(lines: Result<Vec<String>, String>) -> ExitCode {
    match lines {
        Ok(lines) => {
            lines.iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
        Err(malformed) => {
            eprintln!("words: '{malformed}': expected word=count");
            ExitCode::from(MALFORMED)
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn pair(text: &str) -> Result<String, String> {
    let (word, count) = text.split_once('=').ok_or(text)?;
    let count: u32 = count.trim().parse().map_err(|_| text)?;
    Ok(format!("{} {count}", word.trim()))
}
