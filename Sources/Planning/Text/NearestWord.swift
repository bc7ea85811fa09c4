/// Finds the known word that a mistyped one most likely stands for.
enum NearestWord {
  /// Longer words are cut here, so that a hostile one costs nothing.
  private static let longest = 80

  /// The candidate at the smallest distance, the first of equals; nil where none is within a third of the word's length.
  static func to(_ word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.utf8.prefix(longest))
    let reach = max(1, letters.count / 3)
    var best: (distance: Int, word: String)?
    for candidate in candidates where candidate != word && abs(candidate.utf8.count - letters.count) <= reach {
      let distance = distance(letters, Array(candidate.utf8.prefix(longest)))
      if distance <= reach, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.word
  }

  /// Damerau-Levenshtein distance in its optimal-string-alignment form: swapped neighbours count once.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1] + [Int](repeating: 0, count: right.count)
      for j in right.indices {
        let same = left[i] == right[j]
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (same ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
