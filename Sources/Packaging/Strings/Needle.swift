/// A text that constant data is searched for; what it tells stands beside it.
///
/// All of them are looked for in one pass over `.rodata`. To look for another, add a case with its text (three bytes or
/// more, the rarer its characters the better) and, where it isn't enough to know that it is there, a line in `keeps`. It is
/// then asked for as `elf.strings.has(.name)`, or its surroundings as `elf.strings[.name]`.
enum Needle: String, Sendable, CaseIterable {
  /// `…/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/pyo3-0.28.2/src/gil.rs`; Debian's has no index in it.
  case registry = "/registry/"
  /// `/rustc/1159e78c4747b02ef996e55082b704c09b970588/library/core/src/…`
  case rustc = "/rustc/"
  /// std's panic_unwind says it where an exception of another language's runtime has caught a Rust panic for good.
  case panicRethrown = "Rust panics must be rethrown"
  case jemalloc = "<jemalloc>"
  case mimalloc = "mimalloc: "
  case tcmalloc = "tcmalloc: "

  /// What is kept of an occurrence.
  enum Keeping: Sendable {
    /// That there is one.
    case presence
    /// So many components of the path behind it, of printable ASCII and 200 bytes at most.
    case components(Int)
    /// The C string that it stands in, up to 4,096 bytes to either side.
    case cString
  }

  var keeps: Keeping {
    switch self {
    case .registry: .components(3)
    case .rustc: .components(1)
    default: .presence
    }
  }
}
