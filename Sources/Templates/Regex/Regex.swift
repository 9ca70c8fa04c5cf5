/// A regular expression as Python writes them, matched over code points.
///
/// Matching goes back and forth (backtracks), and every step counts against a budget: an expression whose work explodes is an error, never a hang.
struct Regex: Sendable {
  /// The parts of an expression.
  indirect enum Node: Sendable {
    case empty
    case scalar(Unicode.Scalar)
    case set(RegexSet)
    case sequence([Node])
    case alternatives([Node])
    case group(Node, number: Int)
    case backReference(Int)
    case repetition(Node, minimum: Int, maximum: Int, isGreedy: Bool)
    case lookAhead(Node, isNegated: Bool)
    case assertion(Assertion)
  }

  /// Places between code points.
  enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, lastLineEnd, wordBoundary, noWordBoundary
  }

  let root: Node
  let groupCount: Int
  let groupNames: [String: Int]
  let ignoresCase: Bool

  /// The first match at or behind `start`; only at `start` if `anchored`.
  func firstMatch(
    in text: [Unicode.Scalar], from start: Int, anchored: Bool
  ) throws(TemplateProblem) -> RegexMatch? {
    var matcher = RegexMatcher(regex: self, text: text)
    return try matcher.firstMatch(from: start, anchored: anchored)
  }

  /// All matches that do not overlap; the first `limit` of them if it is not 0.
  func matches(in text: [Unicode.Scalar], limit: Int) throws(TemplateProblem) -> [RegexMatch] {
    var matcher = RegexMatcher(regex: self, text: text)
    var matches: [RegexMatch] = []
    var start = 0
    while start <= text.count, limit <= 0 || matches.count < limit,
      let match = try matcher.firstMatch(from: start, anchored: false)
    {
      matches.append(match)
      start = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
    }
    return matches
  }
}

/// Where an expression and its groups matched.
struct RegexMatch {
  let range: Range<Int>
  /// The ranges of the groups, from number 1.
  let groups: [Range<Int>?]

  /// The text of a group; of the whole match for 0.
  func text(of group: Int, in text: [Unicode.Scalar]) -> String? {
    guard let range = group == 0 ? range : groups[group - 1] else { return nil }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text[range])
    return String(result)
  }

  /// A replacement with `\1` and `\g<name>` filled in; `$1` stands for itself.
  func expanded(
    _ template: String, _ regex: Regex, in text: [Unicode.Scalar]
  ) throws(TemplateProblem) -> String {
    var result = ""
    var rest = template.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let next = rest.popFirst() else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch next {
      case "n": result += "\n"
      case "t": result += "\t"
      case "r": result += "\r"
      case "\\": result += "\\"
      case "0"..."9":
        var digits = String(next)
        if let second = rest.first, ("0"..."9").contains(second) { digits.unicodeScalars.append(rest.removeFirst()) }
        result += try group(digits, regex, in: text)
      case "g" where rest.first == "<":
        let name = rest.dropFirst().prefix { $0 != ">" }
        rest = rest[name.endIndex...].dropFirst()
        result += try group(String(name), regex, in: text)
      default: result += "\\" + String(next)
      }
    }
    return result
  }

  private func group(
    _ name: String, _ regex: Regex, in text: [Unicode.Scalar]
  ) throws(TemplateProblem) -> String {
    guard let number = Int(name) ?? regex.groupNames[name], number <= regex.groupCount else {
      throw .invalidValue(name, of: "regex_replace", expected: "a group of the pattern")
    }
    return self.text(of: number, in: text) ?? ""
  }
}
