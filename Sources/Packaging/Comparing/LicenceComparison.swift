import Model

/// Whether a release is under another licence, or only says the same in other words.
struct LicenceComparison {
  let old: String?
  let new: String?

  var changes: [Change] {
    guard let old, old != new else { return [] }
    guard let new else {
      return [Change("licence-changed", .warning, "The licence was '\(Self.brief(old))' and is not told any more.")]
    }
    let before = Self.families(old), after = Self.families(new)
    // The text of a licence names what it likes, and its year changes.
    let isSame = before == after || Self.isText(old) || Self.isText(new)
    let told = "The licence was '\(Self.brief(old))' and is '\(Self.brief(new))'"
    return [
      isSame
        ? Change("licence-reworded", .information, "\(told).")
        : Change("licence-changed", .warning, "\(told): whoever may use the one may not be free to use the other.")
    ]
  }

  /// SPDX identifiers by a word that each of their spellings has, in `License`, in `License-Expression` and in the classifiers of
  /// the Python Package Index; a longer one stands before one that it has in it.
  private static let spellings: [(word: String, family: String)] = [
    ("agpl", "AGPL"), ("affero", "AGPL"), ("lgpl", "LGPL"), ("lesser general public", "LGPL"),
    ("gpl", "GPL"), ("general public", "GPL"), ("mit-cmu", "MIT-CMU"), ("hpnd", "HPND"), ("mit", "MIT"),
    ("apache", "Apache"), ("mpl", "MPL"), ("mozilla", "MPL"), ("0bsd", "0BSD"), ("bsd", "BSD"), ("isc", "ISC"),
    ("psf", "PSF"), ("python software foundation", "PSF"), ("zlib", "Zlib"), ("unlicense", "Unlicense"),
    ("bsl", "BSL"), ("boost", "BSL"), ("cc0", "CC0"), ("proprietary", "proprietary"),
  ]

  /// Empty where no word is known: then the text itself stands for it.
  private static func families(_ text: String) -> Set<String> {
    var rest = text.lowercased()
    var found: Set<String> = []
    for (word, family) in spellings where rest.contains(word) {
      found.insert(family)
      rest = rest.replacing(word, with: " ")
    }
    return found.isEmpty ? [text] : found
  }

  private static func isText(_ licence: String) -> Bool { licence.count >= 100 || licence.hasPrefix("Copyright") }

  private static func brief(_ licence: String) -> String {
    let line = licence.prefix { !$0.isNewline }
    return line.count > 80 ? "\(line.prefix(80)) …" : String(line)
  }
}
