import Foundation
import Model

/// Cells whose hosts would do the same: one process serves them all, and each is judged by its own rule.
///
/// Only for exercises that the harness found by itself, of which there are thousands in a large wheel.
enum SharedRun {
  /// In the order of their first cells.
  static func groups(_ cells: [Cell]) -> [[Cell]] {
    var scripts: [String: String] = [:]
    var places: [String: Int] = [:]
    var groups: [[Cell]] = []
    for cell in cells {
      guard let key = key(of: cell, &scripts) else {
        groups.append([cell])
        continue
      }
      if let place = places[key] {
        groups[place].append(cell)
      } else {
        places[key] = groups.count
        groups.append([cell])
      }
    }
    return groups.map(neediestFirst)
  }

  /// Nil where it has a process of its own.
  private static func key(of cell: Cell, _ scripts: inout [String: String]) -> String? {
    guard let runtime = cell.runtime, let exercise = cell.exercise, !cell.probe.timing, cell.unrun == nil else {
      return nil
    }
    let path = "\(cell.probe.folder)/probe.py"
    let script = scripts[path] ?? (try? String(contentsOfFile: path, encoding: .utf8)) ?? path
    scripts[path] = script
    return "\(runtime.id)\u{0}\(exercise.name)\u{0}\(script)"
  }

  /// The one that needs most runs for all: an instrument too many takes nothing from the others.
  private static func neediestFirst(_ group: [Cell]) -> [Cell] {
    let needy = group.indices.max { group[$0].needs < group[$1].needs } ?? 0
    return [group[needy]] + group.indices.filter { $0 != needy }.map { group[$0] }
  }
}

extension Cell {
  fileprivate var needs: Int { (probe.needs.contains(.heapInstrument) ? 10 : 0) + probe.needs.count }
}
