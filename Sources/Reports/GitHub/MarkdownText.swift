internal import Text

/// Text from elsewhere in Markdown as GitHub reads it, as the characters that it has.
enum MarkdownText {
  /// On one line, also in a cell of a table: nothing of it is markup, a link, a mention or HTML.
  static func inline(_ text: String, atMost limit: Int = 300) -> String {
    let line = OutputText.oneLine(text)
    let short = line.count > limit ? line.prefix(limit) + " …" : line[...]
    var result = ""
    for scalar in short.unicodeScalars {
      if special.contains(scalar) { result += "&#\(scalar.value);" } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  private static let special = Set("\\`*_{}[]()<>#!|~@&$".unicodeScalars)

  /// Lines as they are, in a block that nothing in them ends.
  static func block(_ lines: [String], as language: String) -> String {
    var longest = 2
    for line in lines {
      var count = 0
      for byte in line.utf8 {
        count = byte == UInt8(ascii: "`") ? count + 1 : 0
        longest = max(longest, count)
      }
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)\(language)\n" + lines.map { OutputText.cleaned($0) + "\n" }.joined() + fence + "\n"
  }
}
