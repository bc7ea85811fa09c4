/// A text that constant data is searched for; what it tells stands beside it.
///
/// All of them are looked for in one pass over `.rodata`. To look for another, add a case with its text (three bytes or
/// more, the rarer its characters the better) and, where it isn't enough to know that it is there, a line in `keeps`. It is
/// then asked for as `elf.strings.has(.name)`, or its surroundings as `elf.strings[.name]`.
enum Needle: String, Sendable, CaseIterable {
  /// `…/.cargo/registry/src/registry.example-1949cf8c6b5b557f/pyo3-0.28.2/src/gil.rs`; Debian's has no index in it.
  case registry = "/registry/"
  /// The same on Windows.
  case windowsRegistry = "\\registry\\"
  /// `/rustc/1159e78c4747b02ef996e55082b704c09b970588/library/core/src/…`
  case rustc = "/rustc/"
  /// `/usr/src/rustc-1.63.0/library/std/src/…` of compilers that rust-lang.org didn't build.
  case rustLibrary = "/library/std/src/"
  /// std's panic_unwind says it where an exception of another language's runtime has caught a Rust panic for good.
  case panicRethrown = "Rust panics must be rethrown"
  case jemalloc = "<jemalloc>"
  case mimalloc = "mimalloc: "
  case tcmalloc = "tcmalloc: "

  /// `_cython_3_2_9`, the module that Cython's modules share their types by.
  case cython = "_cython_"
  /// `__pybind11_internals_v11_system_…`
  case pybind11 = "__pybind11_internals_v"
  /// `__nb_internals_v16_…`
  case nanobind = "__nb_internals_v"
  case cffi = "_cffi_backend"
  /// `swig_runtime_data4`
  case swig = "swig_runtime_data"
  case homeFolders = "/home/"
  case macHomeFolders = "/Users/"
  case windowsUsers = ":\\Users\\"
  case rootFolder = "/root/"
  /// The home of a container that GitHub runs.
  case githubHome = "/github/home/"
  /// cibuildwheel's folder in its containers.
  case project = "/project/"
  /// GitHub's folder in containers.
  case githubWork = "/__w/"
  /// pip's folder for building.
  case buildEnvironment = "/tmp/build-env-"

  /// What is kept of an occurrence.
  enum Keeping: Sendable {
    /// That there is one.
    case presence
    /// So many components of the path behind it, of printable ASCII and 200 bytes at most.
    case components(Int)
    /// Letters, digits and underscores behind it, 80 at most.
    case word
    /// The start of the path that it stands in, where that is one of the machine that built it.
    case buildFolder
    /// The C string that it stands in, up to 4,096 bytes to either side.
    case cString
  }

  var keeps: Keeping {
    switch self {
    case .registry, .windowsRegistry: .components(3)
    case .rustc: .components(1)
    case .cython, .pybind11, .nanobind, .swig: .word
    case .homeFolders, .macHomeFolders, .windowsUsers, .rootFolder, .project, .githubHome, .githubWork,
      .buildEnvironment:
      .buildFolder
    default: .presence
    }
  }

  /// Rust's strings have no ends: such a path may begin in the midst of what looks like one text.
  var mayFollow: Bool {
    switch self {
    case .homeFolders, .macHomeFolders, .windowsUsers, .rootFolder, .githubHome, .githubWork, .buildEnvironment: true
    default: false
    }
  }
}
