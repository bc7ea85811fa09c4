import Model

/// What one reading of an artifact answers to all package probes; nothing of the artifact was run.
package struct PackageReading: Sendable, Codable {
  /// By probe; each ends with the step `done`.
  package var answers: [String: [Observation]]
  package var facts: [String: Value]
  /// How it is loaded; nil where it is no wheel that could be read.
  package var wheel: WheelLoading?
  /// What the other files of its release have to agree with; nil where it has none, or could not be read.
  package var part: ReleasePart?

  package init(
    answers: [String: [Observation]], facts: [String: Value], wheel: WheelLoading? = nil, part: ReleasePart? = nil
  ) {
    (self.answers, self.facts, self.wheel, self.part) = (answers, facts, wheel, part)
  }

  /// For an artifact that the reader could not come to the end of.
  package static func unread(because reason: String) -> PackageReading {
    PackageReading(
      answers: Dictionary(
        uniqueKeysWithValues: packageQuestions.map { ($0.probe, [.unmeasured(reason), .step(.done)]) }), facts: [:])
  }
}

/// What an installer and an importer go by.
package struct WheelLoading: Sendable, Codable {
  /// Empty where the file name is no wheel's: then anything may be tried.
  package var tags: [WheelTag]
  /// What a user would import: the project's own name and whatever has native code in it.
  package var modules: [String]

  init(_ wheel: Wheel) {
    tags = wheel.file == nil ? [] : wheel.tags
    let names = importNames(of: wheel)
    let native = Set(wheel.extensionModules.map { String($0.name.prefix { $0 != "." }) })
    let wanted = names.filter(native.contains)
    modules = wanted.isEmpty ? Array(names.prefix(1)) : wanted
  }
}

/// Reads an artifact once and asks it all package questions.
package func readPackage(
  _ circumstances: Circumstances, limits: ArchiveLimits = ArchiveLimits()
) -> PackageReading {
  let questions = packageQuestions.map { ($0.probe, $0.init(circumstances)) }
  do throws(PackagingError) {
    let content = try PackageContent(circumstances.artifact, kind: circumstances.kind, limits: limits)
    return PackageReading(
      answers: answers(questions) { question in
        content.map(question.answer) ?? [.skip("a \(circumstances.kind.rawValue) package is not read yet")]
      }, facts: content.map { Packaging.facts(of: $0, tables: circumstances.tables) } ?? [:],
      wheel: content?.loading, part: content.flatMap { ReleasePart($0, circumstances) })
  } catch {
    return PackageReading(answers: answers(questions) { $0.answer(error) }, facts: error.facts)
  }
}

/// Reads an artifact once and tells what is in it; what can't be read is of the form `unreadable`, with the reason.
package func inspectPackage(_ circumstances: Circumstances, limits: ArchiveLimits = ArchiveLimits()) -> Inspection {
  let inspector = Inspector(circumstances: circumstances)
  do throws(PackagingError) {
    let content = try PackageContent(circumstances.artifact, kind: circumstances.kind, limits: limits)
    var inspection = inspector.inspection(content)
    if case .wheel(let wheel)? = content {
      inspection.take(try StubbedModules(wheel, at: circumstances.artifact.path, limits: limits))
    }
    return inspection
  } catch { return inspector.inspection(error) }
}

extension Inspection {
  /// Of an artifact that the reader could not come to the end of.
  package static func unread(_ artifact: Artifact, because reason: String) -> Inspection {
    var inspection = Inspection(artifact: artifact, form: .unreadable)
    inspection.unread = [reason]
    return inspection
  }
}

extension PackageContent {
  fileprivate var loading: WheelLoading? { if case .wheel(let wheel) = self { WheelLoading(wheel) } else { nil } }
}

extension PackagingError {
  /// A component has no facts but that it is one.
  fileprivate var facts: [String: Value] {
    if case .componentNotModule = self { ["form": "component"] } else { [:] }
  }
}

private func answers(
  _ questions: [(String, any PackageQuestion)], _ answer: @Sendable (any PackageQuestion) -> [Observation]
) -> [String: [Observation]] {
  Dictionary(uniqueKeysWithValues: questions.concurrentMap { ($0.0, answer($0.1) + [.step(.done)]) })
}

/// What Packaging sees of an artifact for one probe, ending with the step `done`.
package func observations(for probe: String, artifact: Artifact, kind: ArtifactKind, tables: Tables) -> [Observation] {
  readPackage(Circumstances(artifact: artifact, kind: kind, tables: tables)).answers[probe]
    ?? [.unmeasured("Packaging knows no probe \(probe)"), .step(.done)]
}
