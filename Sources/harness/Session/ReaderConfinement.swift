import CConfine
import Foundation

/// What a process that reads a hostile file keeps: limits, the files that it has to read, a folder to write to. Past the
/// limits it dies, and its starter says so.
struct ReaderConfinement {
  /// Bytes of private writable memory, and of the largest file that it writes into its scratch folder.
  static let memory = 256 << 20
  private static let fileSize = 2 << 30
  private static let descriptors = 64
  /// Bytes of private writable memory that this one may take.
  var most = Self.memory
  /// Of all its threads.
  let processorSeconds: Int
  /// Files and folders, beside the system's own.
  let readable: [String]
  let writable: [String]

  /// The C library's data, and what tells how many processors there are.
  private static let system = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/sys/devices/system/cpu"]

  /// What the kernel starts in a program's place: the x86-64 and AArch64 psABIs, "Program Interpreter".
  private static let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"]

  /// Its own folder for temporary files, which its starter made for it.
  init(
    readable: [String], writable: [String] = [FileManager.default.temporaryDirectory.path], processorSeconds: Int
  ) {
    (self.readable, self.writable, self.processorSeconds) = (readable, writable, processorSeconds)
  }

  /// What of it is in force: kernels may lack the one or the other, and then limits and deadline hold alone.
  struct InForce: Codable {
    var files: Bool
    var calls: Bool
  }

  /// - Throws: `Failure` where a limit can't be set: nothing hostile is read without.
  @discardableResult func apply() throws -> InForce {
    try setLimits()
    var bits: Int32 = 0
    withPointers(readable + Self.system) { readable in
      withPointers(writable) { writable in
        bits = harness_confine_reader(readable, self.readable.count + Self.system.count, writable, self.writable.count)
      }
    }
    return InForce(
      files: Int(bits) & harness_confined_files != 0, calls: Int(bits) & harness_confined_calls != 0)
  }

  /// Confines this process and has it become another program, with this process' environment.
  ///
  /// Returns errno where that could not be done.
  func become(_ program: String, _ arguments: [String]) -> Int32 {
    withPointers(readable + Self.system) { readable in
      withPointers(writable) { writable in
        withPointers([program] + Self.loaders) { executable in
          withPointers([program] + arguments) { words in
            var words = (0...arguments.count).map { UnsafeMutablePointer(mutating: words?[$0]) } + [nil]
            guard let executable else { return EINVAL }
            return harness_become_reader(
              readable, self.readable.count + Self.system.count, writable, self.writable.count, executable,
              1 + Self.loaders.count, &words, environ)
          }
        }
      }
    }
  }

  /// - Throws: `Failure` where a limit can't be set.
  func setLimits() throws {
    try limit("data", __rlimit_resource_t(RLIMIT_DATA.rawValue), most)
    try limit("file size", __rlimit_resource_t(RLIMIT_FSIZE.rawValue), Self.fileSize)
    try limit("descriptors", __rlimit_resource_t(RLIMIT_NOFILE.rawValue), Self.descriptors)
    // At the second limit the kernel sends SIGKILL, also where it is the first: then nobody could tell why. setrlimit(2).
    signal(SIGXCPU, SIG_DFL)
    try limit("processor seconds", __rlimit_resource_t(RLIMIT_CPU.rawValue), processorSeconds, processorSeconds + 1)
    try limit("core", __rlimit_resource_t(RLIMIT_CORE.rawValue), 0)
  }

  /// One that is lower already stays: only root may raise it.
  private func limit(_ name: String, _ resource: __rlimit_resource_t, _ most: Int, _ hard: Int? = nil) throws {
    var present = rlimit()
    var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(hard ?? most))
    if getrlimit(resource, &present) == 0 {
      limit.rlim_max = min(limit.rlim_max, present.rlim_max)
      limit.rlim_cur = min(limit.rlim_cur, limit.rlim_max)
    }
    guard setrlimit(resource, &limit) == 0 else {
      throw Failure(
        message:
          "the limit on \(name) can't be set, and without it no file is read: \(String(cString: strerror(errno)))",
        exit: .broken)
    }
  }

  private func withPointers<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>>?) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    let pointers = copies.compactMap { $0.map { UnsafePointer($0) } }
    // Without memory for a path nothing is read at all.
    guard pointers.count == texts.count else { exit(1) }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
