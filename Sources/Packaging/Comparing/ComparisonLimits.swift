import Model

/// What of two packages nobody looked at, told beside what was found.
struct ComparisonLimits {
  let old: Inspection
  let new: Inspection

  init(_ old: Inspection, _ new: Inspection) { (self.old, self.new) = (old, new) }

  /// Of one file held against itself nothing is left to be said.
  var changes: [Change] {
    guard new.form == old.form, old.artifact.sha256 != new.artifact.sha256 else { return [] }
    let sentences = new.form == .wheel ? [scripts, natives] : new.form == .npmPackage ? [handedOn] : []
    return sentences.compactMap(\.self).map { Change("not-compared", .information, $0) }
  }

  /// `export * as github from "./github"`, what another package declares, and what a script alone tells the name of and hands on.
  private var handedOn: String? {
    let opaque = old.surface.filter {
      $0.kind == .export && ($0.evidence == "declaration" || ($0.evidence == "script" && $0.isPartial))
    }
    let names = Set(opaque.map(\.name)).sorted()
    guard !names.isEmpty else { return nil }
    return "What is behind \(names.listed(3)) is not read here and not compared."
  }

  private var modules: [Inspection.SurfaceItem] {
    let stubbed = Set((old.stubs ?? []).map(\.name))
    return old.surface.filter { $0.kind == .module && $0.isPublic && !stubbed.contains($0.name) }
  }

  private var scripts: String? {
    let scripts = modules.filter { $0.source.hasSuffix(".py") }
    guard !scripts.isEmpty else { return nil }
    return scripts.count == 1
      ? "\(scripts[0].name) is in Python and has no stub: what is in it is not compared."
      : "\(scripts.count) modules are in Python and have no stub: what is in them is not compared."
  }

  private var natives: String? {
    let read = Set(old.surface.filter { $0.kind != .module }.map { $0.source.split(separator: ":").first ?? "" })
    let unread = modules.filter { $0.source.hasSuffix(":binary") && !read.contains($0.source.dropLast(7)) }.map(\.name)
      .sorted()
    guard !unread.isEmpty else { return nil }
    return "What \(unread.listed(3)) offer\(unread.count == 1 ? "s" : "") can't be read and is not compared."
  }
}
