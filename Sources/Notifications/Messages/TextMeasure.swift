/// How a service counts the length of a text.
enum TextMeasure {
  /// UTF-16 code units, as JavaScript does; never less than characters or code points.
  case utf16
  case bytes

  func count(_ text: some StringProtocol) -> Int {
    switch self {
    case .utf16: text.utf16.count
    case .bytes: text.utf8.count
    }
  }
}

/// Texts that fit where they go.
enum FittingText {
  private static let mark = "…"

  /// As much of a text as fits with a mark at its end, or all of it; each character as `escape` writes it, and whole.
  ///
  /// A character that alone is longer than allowed (a tower of accents) ends the text as well. O(n) in what fits.
  static func fit(
    _ text: String, _ limit: Int, _ measure: TextMeasure = .utf16, escape: (Character) -> String = { String($0) }
  ) -> String {
    var result = ""
    var length = 0
    // Where a mark would still fit.
    var cut = result.endIndex
    let room = limit - measure.count(mark)
    for character in text {
      let piece = escape(character)
      length += measure.count(piece)
      if length > limit { return room < 0 ? "" : String(result[..<cut]) + mark }
      result += piece
      if length <= room { cut = result.endIndex }
    }
    return result
  }

  /// The last lines that fit, each as `escape` writes it.
  static func fitLines(
    _ lines: [String], _ limit: Int, _ measure: TextMeasure = .utf16, escape: (Character) -> String = { String($0) }
  ) -> String {
    var kept: [String] = []
    var rest = limit
    for line in lines.reversed() {
      let text = fit(line, max(0, rest - 1), measure, escape: escape)
      let length = measure.count(text) + 1
      if rest < length || text.isEmpty && !line.isEmpty { break }
      rest -= length
      kept.append(text)
    }
    return kept.reversed().joined(separator: "\n")
  }
}
