import Foundation
import SystemPackage

/// Bubblewrap around the supervisor of every host: what the artifact's code can reach.
///
/// No network, no capability, no process but its own, and no file but the system's, what the host reads and a scratch folder.
/// The supervisor is the first process in there: it sees how the host ends, nothing in there can signal or trace it, and the
/// kernel ends with it whatever it left.
package struct Sandbox: Sendable, Equatable {
  /// `bwrap`; absolute.
  package var program: String
  /// Files and folders that the user lets the artifact read; absolute.
  package var readable: [String]
  /// The options that take away; a test leaves some out, to see that they matter.
  var isolation = Sandbox.isolation

  package init(program: String, readable: [String] = []) {
    self.program = program
    self.readable = readable
  }

  /// Without `--cap-drop ALL` root's code in there remounts /usr and writes to it.
  static let isolation = [
    "--unshare-pid", "--as-pid-1", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
    "--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
  ]

  /// The words that stand in front of the supervisor's own for this host.
  func arguments(for launch: HostLaunch, supervisor: String) throws(RunningError) -> [String] {
    let scratch = launch.workingDirectory
    let temporary = try Sandbox.temporaryFolder(in: scratch)
    let reads = SandboxView.outermost(
      [supervisor, launch.executable] + launch.preload + launch.reads + readable, hiding: scratch)
    return isolation + Sandbox.variables(launch.environment) + SandboxView.system + ["--bind", temporary, "/tmp"]
      + reads.flatMap { ["--ro-bind", $0, $0] } + ["--bind", scratch, scratch]
      // Root without a capability still owns /proc/sys, and may write wherever the mount lets it.
      + ["--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", scratch, "--"]
  }

  /// bwrap's own environment is empty: LD_LIBRARY_PATH of a runtime that has a C library of its own is not for it.
  private static func variables(_ environment: [String: String]) -> [String] {
    environment.sorted { $0.key < $1.key }.flatMap { ["--setenv", $0, $1] }
  }

  /// What the artifact sees as /tmp: on the scratch folder's disk, and gone with it.
  private static func temporaryFolder(in scratch: String) throws(RunningError) -> String {
    let folder = "\(scratch)/tmp"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw .cacheUnwritable(path: folder, reason: String(cString: strerror(errno)))
    }
    return folder
  }
}

/// The files of this machine that a sandbox shows.
enum SandboxView {
  /// The system's programs and libraries, and what of /etc they cannot do without; made out once.
  static let system: [String] =
    ["--ro-bind", "/usr", "/usr"]
    + (["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] + configuration + processors).flatMap(showing)
    + ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm"]
    + (isThere("/proc/keys") ? ["--ro-bind", "/dev/null", "/proc/keys"] : [])

  /// What is a link into /usr, as /bin is by now, stays one: each mount costs a start a tenth of a millisecond.
  private static func showing(_ path: String) -> [String] {
    guard isThere(path) else { return [] }
    guard isInside(resolved(path), "/usr"),
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    else { return ["--ro-bind", path, path] }
    return ["--symlink", target, path]
  }

  /// How libraries, names and times are found; nothing that is secret, and nothing that is the user's.
  private static let configuration: [String] = {
    let names = [
      "ld.so.cache", "alternatives", "passwd", "group", "nsswitch.conf", "hosts", "localtime", "os-release",
      "mime.types", "fonts", "ssl/certs", "ssl/openssl.cnf",
    ]
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/etc")) ?? []
    let pythons = all.filter { $0.hasPrefix("python3") }.sorted()
    return (names + pythons).map { "/etc/\($0)" }
  }()

  /// What a thread pool asks for the number of processors.
  private static let processors = ["/sys/devices/system/cpu", "/sys/devices/system/node"]

  private static let shown = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]

  /// Absolute paths that still have to be shown, each with what it is a link to: sorted, none inside another.
  static func outermost(_ paths: [String], hiding scratch: String) -> [String] {
    let wanted = Set(paths.flatMap { [$0, resolved($0)] }).filter { path in
      path.hasPrefix("/") && isThere(path) && !isInside(path, scratch) && !shown.contains { isInside(path, $0) }
    }
    return wanted.sorted().reduce(into: []) { kept, path in
      if !kept.contains(where: { isInside(path, $0) }) { kept.append(path) }
    }
  }

  private static func isInside(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  private static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
