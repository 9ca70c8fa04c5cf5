/// A regular expression that a whole text must match: a variable's `pattern` (design 3.2).
public struct TextPattern: Sendable {
  /// The expression as it was written.
  public let source: String
  private let regex: Regex

  /// Parses `source`, as Python writes regular expressions.
  public init(_ source: String) throws(TemplateProblem) {
    self.source = source
    let parsed = try RegexParser.parse(source, ignoresCase: false, isMultiline: false)
    regex = Regex(
      root: .sequence([parsed.root, .assertion(.textEnd)]), groupCount: parsed.groupCount,
      groupNames: parsed.groupNames, ignoresCase: parsed.ignoresCase)
  }

  /// Whether all of `text` matches; an expression that takes too many steps is an error.
  public func matches(_ text: String) throws(TemplateProblem) -> Bool {
    try regex.firstMatch(in: Array(text.unicodeScalars), from: 0, anchored: true) != nil
  }
}
