import Building
import Foundation
import Model
import Packaging
import Reporting
import Running

/// Gets every target's artifact, one after the other: built by its packager, or the file that is there already.
struct Artifacts {
  let builder: Builder
  let reporters: Reporters
  let reader: ArtifactReader
  let noBuild: Bool

  /// A target's file staged, or why there is none.
  enum Outcome: Sendable {
    /// `reading` is nil of a control, whose file nobody asks about.
    case staged(Staged, fit: ArtifactFit, reading: PackageReading?)
    /// What was told of a release's files together.
    case set([Observation])
    case failed(String)

    func fits(_ runtime: Runtime?) -> Bool {
      guard case .staged(_, let fit, _) = self, let runtime else { return false }
      return fit.misfit(runtime) == nil
    }
  }

  func get(_ target: Target) async -> Outcome {
    let builds = if case .build = target.source { true } else { false }
    if builds { await reporters.receive(.buildStarted(target: target.id)) }
    do throws(BuildingError) {
      if let file = try builder.undigestedFile(of: target) { return try await stage(undigested: file, target) }
      let built = try await builder.build(target, noBuild: noBuild)
      if builds {
        await reporters.receive(.buildFinished(target: target.id, seconds: built.seconds, cached: built.cached))
      }
      return await stage(built.artifact, target, read(built.artifact, target))
    } catch {
      await reporters.receive(failure(target, error))
      return .failed(firstLine(error.description))
    }
  }

  /// The files of a release against each other, each read once; `got` has those that were read already.
  func compare(_ parts: [Target], _ got: [String: Outcome]) async -> Outcome {
    var readings: [PackageReading] = []
    for part in parts where !Task.isCancelled {
      let outcome = if let known = got[part.id] { known } else { await get(part) }
      switch outcome {
      case .staged(_, _, let reading): readings += reading.map { [$0] } ?? []
      case .failed(let reason): return .failed("\(part.id): \(reason)")
      case .set: break
      }
    }
    return .set(PackageSet.answer(readings))
  }

  private typealias Read = Result<PackageReading, RunningError>

  private func read(_ artifact: Artifact, _ target: Target) async -> Read {
    do throws(RunningError) { return .success(try await reader.read(artifact, target)) } catch {
      return .failure(error)
    }
  }

  /// One core digests what another one reads.
  private func stage(undigested file: Artifact, _ target: Target) async throws(BuildingError) -> Outcome {
    async let digest = Result { () throws(BuildingError) in try ArtifactDigest.sha256(file.path) }
    let read = await read(file, target)
    var artifact = file
    artifact.sha256 = try await digest.get()
    return await stage(artifact, target, read)
  }

  private func stage(_ artifact: Artifact, _ target: Target, _ read: Read) async -> Outcome {
    let reading: PackageReading
    do throws(RunningError) { reading = try read.get() } catch { return .failed(error.description) }
    if let reason = reading.part?.elsewhere {
      return .staged(Staged(artifact: artifact), fit: .elsewhere(reason), reading: reading)
    }
    switch target.kind {
    case .wheel:
      return .staged(
        Staged(artifact: artifact, modules: reading.wheel?.modules ?? []), fit: ArtifactFit(reading.wheel),
        reading: reading)
    case .wasm where artifact.path.hasSuffix(".wasm"):
      return .staged(Staged(artifact: artifact), fit: .anywhere, reading: reading)
    case .nodeAddon, .wasm: return await stage(module: artifact, target.kind, reading)
    case .cABI, .cxx, .uniffi: return .staged(Staged(artifact: artifact), fit: .anywhere, reading: reading)
    }
  }

  /// What can't be laid out can still be read as a file.
  private func stage(module artifact: Artifact, _ kind: ArtifactKind, _ reading: PackageReading) async -> Outcome {
    do throws(PackagingError) {
      let site = try await NodeSites(cache: builder.cache).site(of: artifact, kind: kind)
      return .staged(
        Staged(artifact: artifact, modules: [site.module], site: site.folder), fit: .script,
        reading: reading)
    } catch {
      return .staged(Staged(artifact: artifact), fit: .nowhere(firstLine(error.description)), reading: reading)
    }
  }

  private func failure(_ target: Target, _ error: BuildingError) -> Event {
    if case .failed(_, _, _, let log, let tail) = error {
      return .buildFailed(target: target.id, message: firstLine(error.description), log: log, tail: tail)
    }
    return .buildFailed(target: target.id, message: error.description, log: nil, tail: [])
  }

  private func firstLine(_ text: String) -> String { String(text.prefix { !$0.isNewline }) }
}
