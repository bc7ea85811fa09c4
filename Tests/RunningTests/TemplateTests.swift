import Foundation
import Model
import Testing

@testable import Running

/// A host that was forked from a template is supervised as one that was started, and tells the same.
@Suite(.enabled(if: PythonBench.isHere)) struct TemplateTests {
  struct Deed: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var source: String
    var timeout = Duration.seconds(30)

    init(_ description: String, _ call: String, timeout: Duration = .seconds(30)) {
      testDescription = description
      source =
        "import ctypes, os, signal, sys, time\ndef call():\n"
        + call.split(separator: "\n").map { "    \($0)\n" }.joined()
      self.timeout = timeout
    }
  }

  static let deeds = [
    Deed("does nothing", "pass"),
    Deed("raises", "raise KeyError('k')"),
    Deed("writes to its streams", "os.write(1, b'out')\nos.write(2, b'err')\nprint('lost with the process')"),
    Deed("floods its stdout", "for _ in range(40): os.write(1, b'x' * 65536)"),
    Deed("leaves with status 0", "os._exit(0)"),
    Deed("exits", "sys.exit(3)"),
    Deed("leaves with a status", "os._exit(7)"),
    Deed("crashes", "ctypes.string_at(0)"),
    Deed("aborts", "os.abort()"),
    Deed("kills itself", "os.kill(os.getpid(), signal.SIGKILL)"),
    Deed("kills its group", "os.killpg(0, signal.SIGTERM)"),
    Deed("hangs", "time.sleep(60)", timeout: .seconds(1)),
    Deed(
      "hangs, deaf to signals", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass", timeout: .seconds(1)),
    Deed("closes its records", "os.closerange(3, 65536)"),
    Deed("closes everything", "os.closerange(0, 65536)"),
    Deed(
      "leaves processes behind",
      """
      reading, writing = os.pipe()
      for _ in range(5):
          if os.fork() == 0:
              os.setsid()
              if os.fork() == 0:
                  os.write(writing, b'x')
                  time.sleep(60)
              os._exit(0)
          os.wait()
      while len(os.read(reading, 5)) < 1: pass
      time.sleep(0.3)
      """),
    Deed(
      "forks and forks",
      """
      for _ in range(4): os.fork()
      time.sleep(60)
      """, timeout: .seconds(1)),
    Deed("takes too much memory", "bytearray(1 << 50)"),
  ]

  @Test(arguments: deeds, [TemplateBench.Way.afterStart, .afterImport])
  func `is told the same of a fork`(deed: Deed, way: TemplateBench.Way) async throws {
    let fresh = try #require(try await TemplateBench.run(deed.source, .fresh, timeout: deed.timeout).first)
    let forked = try await TemplateBench.run(deed.source, way, cells: 2, timeout: deed.timeout)
    #expect(forked.map(\.forkedAfter) == [way.rawValue, way.rawValue])
    #expect(fresh.forkedAfter == nil)
    for outcome in forked { #expect(outcome.essence == fresh.essence) }
  }

  /// What an artifact can find out about the process it is in.
  private static let look = """
    def call():
        import gc, hashlib, os, resource, signal, sys, time, threading
        home = os.environ["HOME"]
        seen = {
            "environment": sorted(os.environ.items()), "argv": sys.argv, "path": sys.path,
            "modules": sorted(sys.modules), "hash": hash("seed"), "flags": str(sys.flags), "cwd": os.getcwd(),
            "executable": sys.executable, "leads its session": os.getsid(0) == os.getpid() == os.getpgid(0),
            "descriptors": sorted(map(int, os.listdir("/proc/self/fd"))), "home": sorted(os.listdir(home)),
            "signals": [str(signal.getsignal(number)) for number in range(1, 32)],
            "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), "threads": threading.active_count(),
            "main": threading.current_thread() is threading.main_thread(), "umask": os.umask(0o22),
            "limits": [resource.getrlimit(number) for number in range(16)], "encoding": sys.stdout.encoding,
            "stdin": os.read(0, 1), "seekable": sys.stdout.seekable(), "frozen": gc.get_freeze_count(),
            "inheritable": [os.get_inheritable(int(d)) for d in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + d)],
            "dispositions": [line for line in open("/proc/self/status") if line.startswith(("SigP", "SigB", "SigI", "SigC", "Shd", "CoreD", "Threads", "NoNew"))],
        }
        os.write(2, "\\n".join(f"{key}: {value}" for key, value in seen.items()).replace(home, "HOME").encode())

    """

  @Test(arguments: [TemplateBench.Way.afterStart, .afterImport])
  func `finds the same around it`(way: TemplateBench.Way) async throws {
    func view(_ outcome: PythonBench.Outcome) throws -> [Substring] {
      #expect(outcome.raised == [])
      let stream = try #require(outcome.host.stream("stderr"))
      #expect(stream.dropped == 0)
      return (stream.head + stream.tail).split(separator: "\n")
    }
    let environment = ["WORDS": "größe", "TZ": "UTC"]
    let fresh = try await TemplateBench.run(Self.look, .fresh, environment: environment).map(view)[0]
    for outcome in try await TemplateBench.run(Self.look, way, cells: 2, environment: environment) {
      #expect(outcome.forkedAfter == way.rawValue)
      let seen = try view(outcome)
      #expect(seen.count == fresh.count && seen.count == 23)
      for (found, wanted) in zip(seen, fresh) { #expect(found == wanted) }
    }
  }

  @Test(arguments: [TemplateBench.Way.afterStart, .afterImport])
  func `finds nothing of the cell before it`(way: TemplateBench.Way) async throws {
    let source = """
      import os, random
      count = 0
      def call():
          global count
          count += 1
          home = os.environ["HOME"]
          found = sorted(os.listdir(home)), count, os.environ.get("LEFT"), os.listdir(f"{home}/site")
          open(f"{home}/left", "w").close()
          os.makedirs(f"{home}/folder/below")
          open(f"{home}/site/left.py", "w").close()
          os.environ["LEFT"] = "1"
          raise ValueError(repr(found))

      """
    let outcomes = try await TemplateBench.run(source, way, cells: 3)
    #expect(outcomes.map(\.forkedAfter) == [way.rawValue, way.rawValue, way.rawValue])
    #expect(Set(outcomes.compactMap(\.raised.first?.message)) == ["(['job.json', 'site'], 1, None, ['control.py'])"])
  }

  @Test func `random numbers are each fork's own`() async throws {
    let source = "import random\ndef call(): raise ValueError(str(random.random()))\n"
    let outcomes = try await TemplateBench.run(source, .afterImport, cells: 3)
    #expect(Set(outcomes.compactMap(\.raised.first?.message)).count == 3)
  }

  @Test(arguments: [TemplateBench.Way.afterStart, .afterImport])
  func `counts nothing in calls that keep nothing, and a block a call in those that do`(
    way: TemplateBench.Way
  ) async throws {
    let sound = try await TemplateBench.run("def call(): return [1]\n", way, probe: "ownership/call-growth")
    for fact in ["live-heap-blocks", "live-heap-bytes", "mapped-bytes", "open-descriptors", "threads"] {
      #expect(Set(try #require(sound[0].series(fact)).growth) == [0], "\(fact)")
    }
    #expect(sound[0].drifts == [])
    let leak = "import ctypes\nC = ctypes.CDLL(None)\ndef call(): C.malloc(16)\n"
    let leaking = try await TemplateBench.run(leak, way, probe: "ownership/call-growth")
    let series = try #require(leaking[0].series("live-heap-blocks"))
    #expect(series.growth == series.windows)
    #expect(leaking[0].forkedAfter == way.rawValue)
  }
}

/// Where a template can't be, or dies, the cell gets a process that is none of its.
@Suite(.enabled(if: PythonBench.isHere)) struct TemplateFallbackTests {
  @Test(arguments: [
    ("starts a thread", "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()"),
    ("prints", "print('hello')"),
    ("writes to stderr", "import os\nos.write(2, b'hello')"),
    ("prints in C", "import ctypes\nctypes.CDLL(None).puts(b'hello')"),
    ("keeps a descriptor", "file = open('/dev/null')"),
    ("opens a socket", "import socket\na, b = socket.socketpair()"),
    ("starts a process", "import subprocess\nsubprocess.run('true')"),
    ("forks", "import os\nif os.fork() == 0:\n    os._exit(0)\nos.wait()"),
    ("sets an alarm", "import signal\nsignal.alarm(60)"),
    ("writes into its home", "import os\nopen(os.environ['HOME'] + '/cache', 'w').close()"),
    ("raises", "raise OSError('broken')"),
    ("exits", "import sys\nsys.exit(0)"),
    ("leaves", "import os\nos._exit(0)"),
    ("crashes", "import ctypes\nctypes.string_at(0)"),
  ])
  func `an import that no fork would keep is made by each cell`(deed: String, source: String) async throws {
    let source = "\(source)\ndef call(): pass\n"
    let fresh = try await TemplateBench.run(source, .fresh)[0]
    for outcome in try await TemplateBench.run(source, .afterImport, cells: 2) {
      #expect(outcome.forkedAfter == "start", "\(deed)")
      #expect(outcome.essence == fresh.essence)
    }
  }

  @Test func `a template that is killed with a cell in it leaves the cell to a process of its own`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let source = """
      import os, signal, time
      def parent(process):
          return int(open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()[1])
      def call():
          with open("\(notes.path("calls"))", "a") as file:
              file.write(f"{os.getpid()}\\n")
              first = file.tell() < 10
          template = parent(os.getppid())
          if first and b"--template" in open(f"/proc/{template}/cmdline", "rb").read():
              os.kill(template, signal.SIGKILL)
              time.sleep(60)

      """
    let outcomes = try await TemplateBench.run(source, .afterImport, cells: 2)
    #expect(outcomes.map(\.host.exit?.code) == [0, 0])
    #expect(outcomes[0].forkedAfter == nil)
    #expect(notes.processes("calls").count == 3)
    #expect(notes.processes("calls").filter(isRunning) == [])
  }

  @Test func `a fork that kills its supervisor is the cell's own fault`() async throws {
    let source = "import os, signal, time\ndef call():\n    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)\n"
    await #expect(throws: RunningError.self) { try await TemplateBench.run(source, .afterImport) }
  }

  @Test(arguments: [TemplateBench.Way.afterStart, .afterImport])
  func `cancelling the task ends the template and all that was forked from it`(way: TemplateBench.Way) async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let source = """
      import os, time
      def call():
          if os.fork() == 0:
              os.setsid()
          with open("\(notes.path("left"))", "a") as file:
              file.write(f"{os.getpid()}\\n{os.getppid()}\\n")
          time.sleep(60)

      """
    let run = Task { try await TemplateBench.run(source, way) }
    let left = try #require(try await notes.awaited("left", lines: 4))
    run.cancel()
    _ = try? await run.value
    #expect(left.filter(isRunning) == [])
  }
}
