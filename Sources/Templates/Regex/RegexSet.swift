/// A set of code points: `[a-z\d]`, `\w`, `.`.
struct RegexSet: Sendable {
  /// One part of a set.
  enum Part: Sendable {
    case range(ClosedRange<Unicode.Scalar>)
    case digit(Bool)
    case word(Bool)
    case space(Bool)
    case notLineFeed
  }

  var parts: [Part]
  var isNegated = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    parts.contains { Self.holds($0, scalar) } != isNegated
  }

  private static func holds(_ part: Part, _ scalar: Unicode.Scalar) -> Bool {
    switch part {
    case .range(let range): range.contains(scalar)
    case .digit(let wanted): (scalar.properties.numericType == .decimal) == wanted
    case .word(let wanted): CharacterClasses.isWord(scalar) == wanted
    case .space(let wanted): CodePoints.isSpace(scalar) == wanted
    case .notLineFeed: scalar != "\n"
    }
  }
}
