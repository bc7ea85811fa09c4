import Yams

/// Reads one YAML document strictly: one root, no anchors, no tags, no duplicate keys, bounded size and depth.
struct YAMLDocument {
  /// 4 MiB; a generated matrix of a few thousand exercises has one.
  static let largest = 4 << 20
  /// Levels of nesting; Matrix.yaml itself needs seven.
  static let deepest = 64

  private let defused: DefusedText
  private let complaints: Complaints

  /// The root, or nil where the text isn't YAML; what is wrong is among the complaints.
  static func root(of text: String, complaints: Complaints) -> YAMLNode? {
    guard text.utf8.count <= largest else {
      complaints.add(found: "\(text.utf8.count) bytes", expected: "at most \(largest) bytes (4 MiB)")
      return nil
    }
    var defused = DefusedText(JSONEscapes.joined(text))
    guard let root = compose(&defused, complaints) else { return nil }
    return YAMLDocument(defused: defused, complaints: complaints).node(root, depth: 0)
  }

  /// Renames duplicate keys until Yams, which stops at the first, gets through; `node` tells of all of them.
  private static func compose(_ defused: inout DefusedText, _ complaints: Complaints) -> Node? {
    var firstDuplicate: YamlError?
    while true {
      do {
        let parser = try Parser(yaml: defused.text, resolver: .basic, encoding: .utf8)
        if let root = try parser.singleRoot() { return root }
        complaints.add(line: 1, found: "an empty document", expected: "a mapping")
      } catch let error as YamlError {
        if renameDuplicate(error, in: &defused) {
          firstDuplicate = firstDuplicate ?? error
          continue
        }
        if let firstDuplicate { YAMLProblem(firstDuplicate).tell(complaints, defused: defused) }
        if firstDuplicate == nil || !error.isDuplicate { YAMLProblem(error).tell(complaints, defused: defused) }
      } catch {
        complaints.add(found: "\(error)", expected: "YAML")
      }
      return nil
    }
  }

  private static func renameDuplicate(_ error: YamlError, in defused: inout DefusedText) -> Bool {
    guard case .duplicatedKeysInMapping(let keys, let context) = error, let key = keys.first else { return false }
    return defused.rename(key: key, line: context.mark.line, column: context.mark.column)
  }

  private func node(_ node: Node, depth: Int) -> YAMLNode {
    var result = YAMLNode(
      line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, content: .scalar("", plain: true))
    guard depth < YAMLDocument.deepest else {
      complaints.add(at: result, found: "deeper nesting", expected: "at most \(YAMLDocument.deepest) levels")
      return result
    }
    switch node {
    case .scalar(let scalar):
      refuse(tag: scalar.tag, at: result)
      result.content = content(of: scalar, at: result)
    case .sequence(let items):
      refuse(tag: items.tag, at: result)
      result.content = .sequence(items.map { self.node($0, depth: depth + 1) })
    case .mapping(let mapping):
      refuse(tag: mapping.tag, at: result)
      result.content = .mapping(entries(of: mapping, depth: depth))
    case .alias:
      complaints.add(at: result, found: "an alias", expected: "the value itself, written out")
    }
    return result
  }

  private func content(of scalar: Node.Scalar, at place: YAMLNode) -> YAMLNode.Content {
    let plain = scalar.style == .plain && scalar.tag.rawValue != Tag.Name.str.rawValue
    if scalar.style == .plain, defused.startsWithAnchor(scalar.string) {
      let text = defused.restored(scalar.string)
      complaints.add(
        at: place, found: "the anchor `\(YAMLNode.shortened(text))`", expected: YAMLProblem.noAnchors)
    }
    return .scalar(defused.restored(scalar.string), plain: plain)
  }

  private func entries(of mapping: Node.Mapping, depth: Int) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var lines: [String: Int] = [:]
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        let place = YAMLNode(line: key.mark?.line ?? 0, column: key.mark?.column ?? 0, content: .sequence([]))
        complaints.add(at: place, found: "a list or mapping as a key", expected: "a word")
        continue
      }
      let place = YAMLNode(
        line: scalar.mark?.line ?? 0, column: scalar.mark?.column ?? 0, content: .scalar(scalar.string, plain: false))
      let name = defused.restored(scalar.string)
      let value = node(value, depth: depth + 1)
      if scalar.style == .plain, defused.startsWithAnchor(scalar.string) {
        complaints.add(at: place, found: "the anchor `\(YAMLNode.shortened(name))`", expected: YAMLProblem.noAnchors)
      }
      if let first = lines[name] {
        complaints.add(at: place, found: "`\(name)` a second time (first on line \(first))", expected: "each key once")
      } else {
        lines[name] = place.line
        entries.append(YAMLEntry(key: place, name: name, value: value))
      }
    }
    return entries
  }

  private func refuse(tag: Tag, at place: YAMLNode) {
    let name = tag.rawValue
    let core: [Tag.Name] = [.implicit, .nonSpecific, .str, .seq, .map, .int, .float, .bool, .null]
    guard !core.contains(Tag.Name(rawValue: name)) else { return }
    complaints.add(at: place, found: "the tag `\(YAMLNode.shortened(name))`", expected: "a value without a tag")
  }
}

extension YamlError {
  fileprivate var isDuplicate: Bool { if case .duplicatedKeysInMapping = self { true } else { false } }
}
