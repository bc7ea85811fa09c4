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
  let noBuild: Bool

  /// A target's file staged, or why there is none.
  enum Outcome: Sendable {
    case staged(Staged, fit: ArtifactFit)
    case failed(String)

    func fits(_ runtime: Runtime?) -> Bool {
      guard case .staged(_, let fit) = self, let runtime else { return false }
      return fit.misfit(runtime) == nil
    }
  }

  func get(_ target: Target) async -> Outcome {
    let builds = if case .build = target.source { true } else { false }
    if builds { await reporters.receive(.buildStarted(target: target.id)) }
    do throws(BuildingError) {
      let built = try await builder.build(target, noBuild: noBuild)
      if builds {
        await reporters.receive(.buildFinished(target: target.id, seconds: built.seconds, cached: built.cached))
      }
      return stage(built.artifact, target)
    } catch {
      await reporters.receive(failure(target, error))
      return .failed(firstLine(error.description))
    }
  }

  private func stage(_ artifact: Artifact, _ target: Target) -> Outcome {
    switch target.kind {
    case .wheel: stage(wheel: artifact)
    case .wasm where artifact.path.hasSuffix(".wasm"): .staged(Staged(artifact: artifact), fit: .anywhere)
    case .nodeAddon, .wasm: stage(module: artifact, target.kind)
    case .cABI, .cxx, .uniffi: .staged(Staged(artifact: artifact), fit: .anywhere)
    }
  }

  private func stage(wheel artifact: Artifact) -> Outcome {
    guard let wheel = try? readWheel(at: artifact.path) else {
      return .staged(Staged(artifact: artifact), fit: .anywhere)
    }
    return .staged(Staged(artifact: artifact, modules: modules(of: wheel)), fit: ArtifactFit(wheel))
  }

  /// What can't be laid out can still be read as a file.
  private func stage(module artifact: Artifact, _ kind: ArtifactKind) -> Outcome {
    do throws(PackagingError) {
      let site = try NodeSites(cache: builder.cache).site(of: artifact, kind: kind)
      return .staged(Staged(artifact: artifact, modules: [site.module], site: site.folder), fit: .script)
    } catch {
      return .staged(Staged(artifact: artifact), fit: .nowhere(firstLine(error.description)))
    }
  }

  /// What a user would import: the project's own name and whatever has native code in it.
  private func modules(of wheel: Wheel) -> [String] {
    let names = importNames(of: wheel)
    let native = Set(wheel.extensionModules.map { String($0.name.prefix { $0 != "." }) })
    let wanted = names.filter(native.contains)
    return wanted.isEmpty ? Array(names.prefix(1)) : wanted
  }

  private func failure(_ target: Target, _ error: BuildingError) -> Event {
    if case .failed(_, _, _, let log, let tail) = error {
      return .buildFailed(target: target.id, message: firstLine(error.description), log: log, tail: tail)
    }
    return .buildFailed(target: target.id, message: error.description, log: nil, tail: [])
  }

  private func firstLine(_ text: String) -> String { String(text.prefix { !$0.isNewline }) }
}
