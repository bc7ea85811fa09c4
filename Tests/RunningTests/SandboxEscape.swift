import Foundation
import Glibc
import Model
import SystemPackage
import Testing

@testable import Running

/// The program of `SandboxEscapes` in a sandbox, with something outside that is worth reaching.
struct Escape {
  let notes: Notes
  var sandbox: Sandbox
  private let compiler: HostCompiler
  private let listener: Listener
  private let abstract = "harness-\(UUID().uuidString)"

  /// The supervisor is compiled beside the notes, where every user can read it.
  init(sandbox: Sandbox) async throws {
    notes = try Notes()
    self.sandbox = sandbox
    compiler = HostCompiler(cache: notes.folder.appending("cache"), harnesses: NativeBench.compiler.harnesses)
    listener = try Listener(abstract: abstract)
    for folder in ["home/.ssh", "shown", "scratch/tmp"] {
      try FileManager.default.createDirectory(atPath: notes.path(folder), withIntermediateDirectories: true)
    }
    try "secret".write(toFile: secret, atomically: true, encoding: .utf8)
    try SandboxEscapes.source.write(toFile: notes.path("shown/escapes.py"), atomically: true, encoding: .utf8)
  }

  private var secret: String { notes.path("home/.ssh/id_planted") }
  var shown: String { notes.path("shown") }
  private var scratch: String { notes.path("scratch") }

  func with(_ sandbox: Sandbox) -> Escape {
    var other = self
    other.sandbox = sandbox
    return other
  }

  /// The user has every right to the secret and to the scratch folder.
  func belongs(to user: uid_t) throws -> Escape {
    for path in [notes.folder.string, notes.path("home/.ssh"), secret, shown, scratch, "\(scratch)/tmp"] {
      try #require(chown(path, user, user) == 0)
    }
    return self
  }

  func bubblewrapOfNobody(_ program: String) throws -> String {
    try notes.program(
      "bwrap-of-nobody",
      "exec setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all \(program) \"$@\"")
    return notes.path("bwrap-of-nobody")
  }

  func outcome(only: String = "") async throws -> SupervisedHost.Outcome {
    let words = [secret, shown, "\(listener.port)", abstract, "\(getpid())", only]
    let launch = HostLaunch(
      executable: "/usr/bin/python3.11", arguments: ["-I", "\(shown)/escapes.py"] + words,
      environment: ["PATH": "/usr/bin:/bin"], workingDirectory: scratch, reads: [shown])
    return SupervisedHost.Outcome(
      observations: try await Supervision(compiler: compiler, sandbox: sandbox).run(
        launch, limits: Limits(cell: .seconds(60)), teardown: Teardown(steps: [])))
  }

  /// What each attempt came to.
  func answers(only: String = "") async throws -> [String: String] {
    let outcome = try await outcome(only: only)
    let text = (outcome.stream("stdout").map { $0.head + $0.tail } ?? "")
    print("\(text)\(outcome.stream("stderr")?.head ?? "")")
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.split(separator: ":") }
    return Dictionary(lines.map { (String($0[0]), $0.last.map { String($0.dropFirst()) } ?? "") }) { $1 }
  }

  func expectNothing() async throws {
    let answers = try await answers()
    #expect(answers["alive"] == "done", "the program came to its end, and wrote to its scratch folder")
    #expect(answers.filter { $0.value == "done" }.keys.sorted() == ["alive"])
    #expect(answers.count == 48)
    #expect(FileManager.default.fileExists(atPath: "\(scratch)/written"))
    #expect(!FileManager.default.fileExists(atPath: "/usr/harness-escaped"))
    #expect(!FileManager.default.fileExists(atPath: "/etc/harness-escaped"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: shown) == ["escapes.py"])
    #expect(!listener.wasReached)
    let gone = try await eventually { !commands().contains { $0.contains("sandbox-daemon-\(getpid())") } }
    #expect(gone, "what forked twice ended with the sandbox")
  }

  private func eventually(_ holds: () throws -> Bool) async throws -> Bool {
    for _ in 0..<500 where try !holds() { try await Task.sleep(for: .milliseconds(20)) }
    return try holds()
  }

  private func commands() -> [String] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A TCP port of the loopback and an abstract socket that somebody listens to.
private final class Listener: Sendable {
  let port: UInt16
  private let sockets: [Int32]

  init(abstract name: String) throws {
    let tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(tcp, $0, length) == 0 && listen(tcp, 8) == 0 && getsockname(tcp, $0, &length) == 0
      }
    }
    try #require(bound)
    port = UInt16(bigEndian: address.sin_port)
    let unix = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var path = sockaddr_un()
    path.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &path.sun_path) { $0.dropFirst().copyBytes(from: Array(name.utf8)) }
    let size = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    let listens = withUnsafePointer(to: &path) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(unix, $0, size) == 0 && listen(unix, 8) == 0 }
    }
    try #require(listens)
    sockets = [tcp, unix]
  }

  deinit { for descriptor in sockets { close(descriptor) } }

  /// Somebody has connected, or wants to.
  var wasReached: Bool {
    sockets.contains { descriptor in
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return poll(&polled, 1, 0) > 0
    }
  }
}
