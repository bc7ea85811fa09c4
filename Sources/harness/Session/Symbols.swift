import Foundation
import Model
import Packaging
import Running
import SystemPackage

/// Names frames for all cells of a run; each is looked up once, by a process of its own, since symbol tables and debugging
/// information are the artifact's too. Frames that it can't name, or dies of, keep their offsets.
actor Symbols {
  private struct Place: Hashable {
    var module: String
    var offset: UInt64
  }

  /// This program, but in tests.
  private let program: String
  private var known: [Place: Frame] = [:]
  /// Modules that a process died of, or was late with: they keep their offsets.
  private var hopeless: Set<String> = []
  /// With so many of them, nothing more is asked: each may take the whole deadline.
  private static let patience = 5
  private static let time = ReadingTime(processorSeconds: 20)

  init(program: String = ReaderProcess.itself) { self.program = program }

  /// The survivors with every frame named that a file on this machine can name, from the allocation out to the host.
  func name(_ survivors: Survivors) async -> Survivors {
    var named = survivors
    named.frames = await resolve(Self.inside(survivors.frames))
    return named
  }

  func name(_ misuse: Misuse) async -> Misuse {
    var named = misuse
    named.at = Self.inside(misuse.at)
    named.allocated = Self.inside(misuse.allocated)
    named.freed = Self.inside(misuse.freed)
    await learn(named.at + named.allocated + named.freed)
    named.at = named.at.map(recalled)
    named.allocated = named.allocated.map(recalled)
    named.freed = named.freed.map(recalled)
    return named
  }

  func name(_ refused: Refused) async -> Refused { Refused(at: await resolve(Self.inside(refused.at))) }

  /// Stacks as hosts write them, `#0 /path/lib.so+0x1234`, with each frame's file and symbol, or its offset.
  func name(stacks text: String) async -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { StackLine(String($0)) }
    await learn(lines.compactMap(\.frame))
    return lines.map { line in line.named(by: line.frame.map(recalled)) }.joined(separator: "\n")
  }

  private func resolve(_ frames: [Frame]) async -> [Frame] {
    await learn(frames)
    return frames.map(recalled)
  }

  private func recalled(_ frame: Frame) -> Frame {
    var frame = frame
    let found = known[Place(module: frame.module, offset: frame.offset)]
    frame.symbol = found?.symbol ?? frame.symbol
    frame.line = found?.line ?? frame.line
    return frame
  }

  /// All modules by one process; where that ends early, each by one of its own, so that the others keep their names.
  private func learn(_ frames: [Frame]) async {
    let places = Set(frames.map { Place(module: $0.module, offset: $0.offset) }).subtracting(known.keys)
      .filter { !hopeless.contains($0.module) }
    guard !places.isEmpty, hopeless.count < Self.patience else { return }
    let modules = Dictionary(grouping: places.map { Frame(module: $0.module, offset: $0.offset) }, by: \.module)
    if modules.count > 1, let named = await ask(modules.values.flatMap(\.self)) { return remember(named) }
    for (module, frames) in modules where hopeless.count < Self.patience {
      if let named = await ask(frames) { remember(named) } else { hopeless.insert(module) }
    }
  }

  private func remember(_ named: [Frame]) {
    for frame in named { known[Place(module: frame.module, offset: frame.offset)] = frame }
  }

  /// Nil where the process ended early or took too long.
  private func ask(_ frames: [Frame]) async -> [Frame]? {
    guard let input = try? JSONEncoder().encode(frames),
      case .read(let data)? = try? await ReaderProcess(
        program: program, arguments: ["symbolize"] + Self.time.arguments, input: input, deadline: Self.time.deadline
      ).run()
    else { return nil }
    return try? JSONDecoder().decode([Frame].self, from: data)
  }

  /// What lies outside the host's first frame is the host's own start, the same for every call.
  private static func inside(_ frames: [Frame]) -> [Frame] {
    let inside = frames.prefix { !HostFile.names.contains(FilePath($0.module).lastComponent?.string ?? "") }
    return inside.isEmpty ? frames : Array(inside)
  }
}

/// One line of a host's stack.
private struct StackLine {
  let text: String
  /// Nil of a line that is no frame.
  let frame: Frame?
  private let number: Substring

  init(_ text: String) {
    self.text = text
    guard text.hasPrefix("#"), let space = text.firstIndex(of: " "),
      let plus = text.range(of: "+0x", options: .backwards),
      let offset = UInt64(text[plus.upperBound...], radix: 16), plus.lowerBound > space
    else {
      (frame, number) = (nil, "")
      return
    }
    frame = Frame(module: String(text[text.index(after: space)..<plus.lowerBound]), offset: offset)
    number = text[..<space]
  }

  func named(by named: Frame?) -> String {
    guard let named else { return text }
    let file = FilePath(named.module).lastComponent?.string ?? named.module
    let place = named.symbol ?? "+0x\(String(named.offset, radix: 16))"
    return "\(number) \(file)  \(place)" + (named.line.map { "  (\($0))" } ?? "")
  }
}
