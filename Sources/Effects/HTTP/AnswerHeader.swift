internal import Values

/// The header of an answer, as curl writes it: that of every informational answer before it, too.
enum AnswerHeader {
  /// More than this is no header.
  static let largest = 256 << 10

  /// The fields of the last header, in order; trailers are none of it.
  static func fields(in bytes: [UInt8]) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    var isInside = false
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let text = String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      if text.isEmpty {
        isInside = false
      } else if !isInside, text.hasPrefix("HTTP/") {
        fields = []
        isInside = true
      } else if isInside {
        add(text, to: &fields)
      }
    }
    return fields
  }

  private static func add(_ line: String, to fields: inout [(name: String, value: String)]) {
    if line.hasPrefix(" ") || line.hasPrefix("\t"), let last = fields.indices.last {
      fields[last].value += " " + line.trimmed  // Folded, as RFC 9112, 5.2, lets us read it.
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    fields.append((line[..<colon].lowercased(), String(line[line.index(after: colon)...]).trimmed))
  }
}
