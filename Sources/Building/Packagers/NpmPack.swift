import FoundationEssentials

/// `npm pack`: the tarball that `npm publish` would send, without running anything of the package.
struct NpmPack: Sendable {
  let target: String
  let environment: BuildEnvironment
  let log: BuildLog
  /// Where the folder is somebody else's: what npm reads of it may never end.
  var deadline: Duration?

  struct Tarball: Sendable {
    let path: String
    /// Paths of what is in it, relative to the package.
    let members: [String]
  }

  /// https://docs.npmjs.com/cli/commands/npm-pack#json
  private struct Report: Decodable {
    let filename: String
    let files: [File]
    struct File: Decodable { let path: String }
  }

  /// Writes the tarball into a folder that is there.
  func pack(_ package: NpmPackage, into place: String) async throws(BuildingError) -> Tarball {
    let printed = place + "/pack.json"
    Folder.remove(printed)
    let command = ["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", place]
    let invocation = Invocation(
      target: target, command: command, folder: package.folder, environment: try quiet(place + "/quiet"),
      deadline: deadline)
    try await invocation.run(log: log, standardOutput: printed)
    let tarballs = Folder.entries(of: place, suffix: ".tgz")
    guard let tarball = tarballs.first, tarballs.count == 1 else {
      throw .noArtifact(
        target: target, command: invocation.line, expected: "one .tgz", found: tarballs, log: log.path)
    }
    return Tarball(path: tarball, members: try members(printed))
  }

  /// npm 10 runs the script `prepare` in spite of --ignore-scripts, and by the first `sh` that it finds, in the package's own
  /// `node_modules/.bin` before PATH. So every process that npm starts is one that does nothing.
  private func quiet(_ folder: String) throws(BuildingError) -> BuildEnvironment {
    try Folder.create(folder)
    guard let idle = environment.executable("true") else {
      throw .missingTool(target: target, tool: "true", searched: environment.path)
    }
    let script = folder + "/childless.cjs"
    try Folder.write(NpmPack.childless(idle), to: script)
    return environment.requiring(script)
  }

  private static func childless(_ idle: String) -> String {
    """
    const children = require("node:child_process");
    const spawn = children.ChildProcess.prototype.spawn;
    children.ChildProcess.prototype.spawn = function (options) {
      return spawn.call(this, { ...options, file: "\(idle)", args: ["true"], envPairs: [] });
    };
    children.spawnSync = children.execSync = children.execFileSync = () => {
      throw new Error("npm may start no process here");
    };

    """
  }

  private func members(_ path: String) throws(BuildingError) -> [String] {
    do {
      let reports = try JSONDecoder().decode([Report].self, from: Data(contentsOf: URL(filePath: path)))
      return reports.flatMap { $0.files.map(\.path) }
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
