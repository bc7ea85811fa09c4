import Foundation
import Model
import Packaging
import Subprocess
import SystemPackage
import Testing

/// One run of addons and packages that are no good, each in its own way, and a sound one between them.
private struct BadNodeInputRun: Sendable {
  static let shared = Task { try await BadNodeInputRun() }

  let bench: Workbench
  let run: HarnessRun

  /// Addons in C, by their names; what Node-API declares is declared again where it is used.
  private static let addons = [
    "sound": "void *napi_register_module_v1(void *env, void *exports) { (void)env; return exports; }",
    "aborts": """
    #include <stdlib.h>
    void *napi_register_module_v1(void *env, void *exports) { (void)env; (void)exports; abort(); }
    """,
    "throws": """
    int napi_throw_error(void *, const char *, const char *);
    void *napi_register_module_v1(void *env, void *exports) {
      napi_throw_error(env, "NO_LICENCE", "no licence was found");
      return exports;
    }
    """,
    "blocks": "void *napi_register_module_v1(void *env, void *exports) { (void)env; (void)exports; for (;;) ; }",
    "twice": """
    struct module { int version; unsigned flags; const char *file; void *(*init)(void *, void *); const char *name;
                    void *data; void *reserved[4]; };
    void napi_module_register(struct module *);
    void *napi_register_module_v1(void *env, void *exports) { (void)env; return exports; }
    static struct module own = {.version = 1, .file = "a", .init = napi_register_module_v1, .name = "a"};
    __attribute__((constructor)) static void enroll(void) { napi_module_register(&own); }
    """,
    "other-abi": """
    struct module { int version; unsigned flags; void *handle; const char *file; void *init, *context; const char *name;
                    void *data; struct module *next; };
    void node_module_register(void *);
    static struct module old = {.version = 93, .file = "old.cc", .name = "old"};
    __attribute__((constructor)) static void enroll(void) { node_module_register(&old); }
    """,
    "linked": """
    void of_another_node(void);
    void *napi_register_module_v1(void *env, void *exports) { (void)env; of_another_node(); return exports; }
    """,
  ]

  init() async throws {
    bench = try Workbench()
    try bench.write("void of_another_node(void) {}", to: "libnode.c")
    try await Self.compile(bench, ["libnode.c", "-Wl,-soname,libnode.so.999", "-o", "libnode.so.999"])
    for (name, source) in Self.addons {
      try bench.write(source, to: "\(name).c")
      let libraries = name == "linked" ? ["-L.", "-l:libnode.so.999"] : []
      try await Self.compile(bench, ["\(name).c", "-o", "\(name).node"] + libraries)
    }
    try FileManager.default.removeItem(atPath: bench.path("libnode.so.999"))
    try Self.forAnotherProcessor(bench.path("sound.node"), to: bench.path("foreign.node"))
    try Self.pack(bench)
    let names =
      Self.addons.keys.map { "\($0).node" } + [
        "foreign.node", "lasting.tgz", "mainless.tgz", "outside.tgz", "climbing.tgz",
      ]
    let targets = names.sorted().map { name in
      """
        \(name.prefix { $0 != "." }):
          kind: node-addon
          artifact: \(name)
          hosts: [node-20]
          exercises: { use: { call: 1 + 1, timeout: 3s, probes: [load/exits] } }
      """
    }
    try bench.write(matrix: "defaults: { timeout: 3s }\ntargets:\n\(targets.joined(separator: "\n"))\n")
    run = try await bench.run("run", "load/imports", "load/exits", "package")
  }

  private static func compile(_ bench: Workbench, _ arguments: [String]) async throws {
    let result = try await Subprocess.run(
      .name("cc"), arguments: Arguments(["-shared", "-fPIC", "-O1"] + arguments), workingDirectory: bench.folder,
      output: .discarded, error: .string(limit: 1 << 16))
    #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
  }

  /// e_machine of an ELF header is its 19th byte: 183 is EM_AARCH64, 62 EM_X86_64.
  private static func forAnotherProcessor(_ path: String, to copy: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[18] = bytes[18] == 183 ? 62 : 183
    try bytes.write(to: URL(fileURLWithPath: copy))
  }

  private static func pack(_ bench: Workbench) throws {
    let manifests = [
      "lasting": #"{"name": "lasting", "version": "1.0.0", "main": "index.js"}"#,
      "mainless": #"{"name": "mainless", "version": "1.0.0"}"#,
      "outside": #"{"name": "outside", "version": "1.0.0", "main": "../outside.js"}"#,
      "climbing": #"{"name": "climbing", "version": "1.0.0", "main": "index.js"}"#,
    ]
    for (name, manifest) in manifests {
      let file = name == "mainless" ? "package/other.js" : "package/index.js"
      var members: [Value] = [
        .object(["path": .string(file), "text": "setInterval(() => {}, 1000); exports.answer = 42;\n"])
      ]
      if name == "climbing" { members.append(.object(["path": "package/../../climbed.js", "text": "1;\n"])) }
      let recipe: Value = .object([
        "kind": "npm", "file": .string("\(name).tgz"), "manifest": .string(manifest), "members": .array(members),
      ])
      let json = String(decoding: try JSONEncoder().encode(recipe), as: UTF8.self)
      _ = try packControl(ControlRecipe(json: json, name: name), into: bench.folder.string, compile: { _ in [] })
    }
  }
}

extension HarnessTests {
  @Suite struct BadNodeInputTests {
    private func run() async throws -> HarnessRun { try await BadNodeInputRun.shared.value.run }
    private func imports(_ name: String) async throws -> Finding {
      try await run().finding("\(name)/node-20/load/imports/-")
    }
    private func kinds(_ name: String, _ probe: String) async throws -> [Value?] {
      try await run().cell("\(name)/-/package/\(probe)/-").findings.map { $0.facts["fact"] }
    }

    @Test func `a sound addon beside them passes, and the run fails`() async throws {
      let verdicts = try await run().verdicts.filter { $0.key.hasPrefix("sound/") }
      #expect(Set(verdicts.values).isSubset(of: [.passed, .skipped]) && verdicts.count > 5, "\(verdicts)")
      #expect(try await run().exit == 1)
    }

    @Test func `an abort on load is a death in the import`() async throws {
      #expect(try await imports("aborts").message == "killed by SIGABRT in import")
    }

    @Test func `an addon for another processor is told by the file and by the loader`() async throws {
      #expect(try await kinds("foreign", "tag-truth") == ["machine-mismatch"])
      #expect(try await imports("foreign").message.contains("foreign.node"))
    }

    @Test func `an addon for another NODE_MODULE_VERSION says which`() async throws {
      #expect(try await imports("other-abi").message.contains("NODE_MODULE_VERSION 93"))
    }

    @Test func `a libnode that is not there is named`() async throws {
      #expect(try await imports("linked").message.contains("libnode.so.999: cannot open shared object file"))
    }

    @Test func `an addon that throws when it is required is told with its words`() async throws {
      #expect(try await imports("throws").message.contains("no licence was found"))
    }

    @Test func `an addon that registers twice is told by the file`() async throws {
      #expect(try await kinds("twice", "entry-point") == ["registers-twice"])
    }

    @Test func `a load that never ends is stopped with its stack`() async throws {
      let finding = try await imports("blocks")
      #expect(finding.message.hasPrefix("never came back from import: stopped after "), "\(finding.message)")
      #expect(finding.where.contains { $0.contains("napi_register_module_v1") }, "\(finding.where)")
    }

    @Test func `what keeps the process from ending is named`() async throws {
      let finding = try await run().finding("lasting/node-20/load/exits/use")
      #expect(finding.message.contains("its event loop is kept alive by"), "\(finding.message)")
      #expect(finding.message.lowercased().contains("time"), "\(finding.message)")
    }

    @Test(arguments: [("mainless", "no-main"), ("outside", "main-outside-package")])
    func `a main that is missing or leads out is told`(name: String, kind: String) async throws {
      #expect(try await kinds(name, "entry-point") == [.string(kind)])
    }

    @Test func `a package without an entry does not load`() async throws {
      #expect(try await imports("mainless").message.contains("Cannot find"))
    }

    @Test func `an archive that climbs out of its folder is not unpacked`() async throws {
      #expect(try await kinds("climbing", "archive-sound") == ["path-traversal"])
      let cell = try await run().cell("climbing/node-20/load/imports/-")
      #expect(cell.verdict == .notEstablished)
      #expect(cell.reason?.hasPrefix("there is nothing to load: ") == true, "\(cell)")
    }
  }
}
