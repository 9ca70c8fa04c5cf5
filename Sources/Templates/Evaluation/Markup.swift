/// The little of HTML that filters know.
enum Markup {
  /// The text without comments and tags; a `<` that no `>` follows is text.
  static func withoutTags(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var cursor = 0
    while cursor < scalars.count {
      if scalars[cursor] == "<", let end = end(of: scalars, from: cursor) {
        cursor = end
      } else {
        result.append(scalars[cursor])
        cursor += 1
      }
    }
    return String(result)
  }

  /// The end of the comment or tag that begins at `start`.
  private static func end(of scalars: [Unicode.Scalar], from start: Int) -> Int? {
    if scalars[start...].starts(with: "<!--".unicodeScalars) {
      let closing = Array("-->".unicodeScalars)
      return scalars.indices.dropFirst(start + 4).first { scalars[$0...].starts(with: closing) }.map { $0 + 3 }
    }
    return scalars[start...].firstIndex(of: ">").map { $0 + 1 }
  }

  private static let entities: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "hellip": "…",
    "mdash": "—", "ndash": "–", "laquo": "«", "raquo": "»",
  ]

  /// The text with the characters that `&amp;`, `&#39;` and the like stand for.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text.unicodeScalars[...]
    while let start = rest.firstIndex(of: "&") {
      result.unicodeScalars.append(contentsOf: rest[..<start])
      let name = rest[rest.index(after: start)...].prefix { $0 != ";" && $0 != "&" }
      if name.endIndex < rest.endIndex, rest[name.endIndex] == ";", let character = character(String(name)) {
        result.unicodeScalars.append(character)
        rest = rest[rest.index(after: name.endIndex)...]
      } else {
        result.unicodeScalars.append("&")
        rest = rest[rest.index(after: start)...]
      }
    }
    result.unicodeScalars.append(contentsOf: rest)
    return result
  }

  private static func character(_ name: String) -> Unicode.Scalar? {
    guard name.hasPrefix("#") else { return entities[name] }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    return UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10).flatMap(
      Unicode.Scalar.init)
  }
}
