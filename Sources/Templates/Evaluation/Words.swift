/// Text taken apart.
enum Words {
  /// The parts between white space, at most `limit` cuts from the left.
  static func split(_ text: String, limit: Int? = nil) -> [String] {
    var parts: [String] = []
    var rest = text.unicodeScalars[...]
    while true {
      rest = rest.drop(while: CodePoints.isSpace)
      if rest.isEmpty { return parts }
      if let limit, parts.count >= limit {
        return parts + [CodePoints.trimming(String(rest), nil)]
      }
      let word = rest.prefix { !CodePoints.isSpace($0) }
      parts.append(String(word))
      rest = rest[word.endIndex...]
    }
  }

  /// The parts between occurrences of `separator`, at most `limit` cuts from the left.
  static func split(_ text: String, by separator: String, limit: Int? = nil) -> [String] {
    let pattern = Array(separator.utf8)
    var rest = Array(text.utf8)[...]
    var parts: [String] = []
    while limit.map({ parts.count < $0 }) ?? true, let range = CodePoints.firstRange(of: pattern, in: rest) {
      parts.append(String(decoding: rest[..<range.lowerBound], as: UTF8.self))
      rest = rest[range.upperBound...]
    }
    return parts + [String(decoding: rest, as: UTF8.self)]
  }

  /// The same from the right.
  static func splitFromEnd(_ text: String, by separator: String, limit: Int) -> [String] {
    let parts = split(text, by: separator)
    let extra = max(0, parts.count - 1 - limit)
    return [parts[...extra].joined(separator: separator)] + parts[(extra + 1)...]
  }

  /// Lines as Python's `str.splitlines` knows them.
  static func lines(_ text: String, keepsEnds: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    var previousIsReturn = false
    for scalar in text.unicodeScalars {
      if previousIsReturn, scalar == "\n" {
        previousIsReturn = false
        if keepsEnds { lines[lines.count - 1].unicodeScalars.append(scalar) }
        continue
      }
      previousIsReturn = scalar == "\r"
      guard isLineEnd(scalar) else {
        line.unicodeScalars.append(scalar)
        continue
      }
      if keepsEnds { line.unicodeScalars.append(scalar) }
      lines.append(line)
      line = ""
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
