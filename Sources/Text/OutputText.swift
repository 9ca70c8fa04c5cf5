/// Text from elsewhere, made harmless for a terminal or a log: lines without escape sequences and control characters.
public enum OutputText {
  /// The lines that a process printed; what is not UTF-8 is replaced, and of a line that was overwritten with `\r` the last version stays.
  public static func lines(_ bytes: [UInt8]) -> [String] {
    var end = bytes.count
    while end > 0, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    guard end > 0 else { return [] }
    let text = String(decoding: bytes[..<end], as: UTF8.self)
    return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      cleaned(String(overwritten(Substring(line))))
    }
  }

  private static func overwritten(_ line: Substring) -> Substring {
    var scalars = line.unicodeScalars
    while scalars.last == "\r" { scalars.removeLast() }
    guard let index = scalars.lastIndex(of: "\r") else { return Substring(scalars) }
    return Substring(scalars[scalars.index(after: index)...])
  }

  /// The lines of a text that say something.
  public static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n").map { cleaned(String($0)) }.filter { !$0.isEmpty }
  }

  /// The lines of a text in one.
  public static func oneLine(_ text: String) -> String {
    lines(of: text).joined(separator: " ")
  }

  /// The first line of a text, with a mark if there are more.
  public static func firstLine(_ text: String) -> String {
    let lines = lines(of: text)
    return (lines.first ?? "") + (lines.count > 1 ? " …" : "")
  }

  /// Characters of a printed line that are shown: nobody reads more, and the log has it.
  private static let longest = 500

  /// Whether a line has more than is shown of it.
  public static func isLong(_ line: String) -> Bool { line.utf8.count > longest && line.count > longest }

  /// The beginning of a line, with a mark if there is more.
  public static func shortened(_ line: String) -> String {
    isLong(line) ? line.prefix(longest) + " …" : line
  }

  /// `text` without escape sequences (ECMA-48) and controls; tabs stay.
  public static func cleaned(_ text: String) -> String {
    var result = ""
    var rest = text[...].unicodeScalars
    while let scalar = rest.popFirst() {
      switch scalar.value {
      case 0x1B: skipSequence(&rest)
      case 0x09: result.unicodeScalars.append(scalar)
      case 0x00...0x1F, 0x7F...0x9F: break
      case 0x202A...0x202E, 0x2066...0x2069: break  // They turn the direction of what follows.
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Skips a sequence whose escape character was passed: `[…` to its final byte, `]…` and the like to their terminator.
  private static func skipSequence(_ rest: inout Substring.UnicodeScalarView) {
    guard let kind = rest.popFirst() else { return }
    switch kind {
    case "[":
      while let scalar = rest.popFirst() {
        if (0x40...0x7E).contains(scalar.value) { return }
      }
    case "]", "P", "X", "^", "_":
      while let scalar = rest.popFirst() {
        if scalar == "\u{07}" { return }
        if scalar == "\u{1B}" {
          _ = rest.popFirst()
          return
        }
      }
    case "(", ")", "*", "+", "#", "%": _ = rest.popFirst()
    default: break
    }
  }
}
