/// Names and values as GitHub's runner reads them from the files of a step (`FileCommandManager`).
public enum WorkflowFile {
  /// What makes it fail the step.
  public enum Mistake: Error, Equatable {
    case noDelimiter(String)
    case noEnd(String)
    case emptyName
  }

  /// The entries, in order.
  public static func read(_ text: String) throws(Mistake) -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }[...]
    while let line = lines.popFirst() {
      if line.isEmpty { continue }
      let utf8 = Array(line.utf8)
      let equals = utf8.firstIndex(of: UInt8(ascii: "="))
      let heredoc = utf8.firstRange(of: Array("<<".utf8))?.lowerBound
      if let equals, heredoc.map({ equals < $0 }) ?? true {
        try append(utf8[..<equals], String(decoding: utf8[(equals + 1)...], as: UTF8.self), &entries)
      } else if let heredoc {
        let delimiter = String(decoding: utf8[(heredoc + 2)...], as: UTF8.self)
        if delimiter.isEmpty { throw .noDelimiter(line) }
        let value = lines.prefix { Array($0.utf8) != Array(delimiter.utf8) }
        if value.count == lines.count { throw .noEnd(line) }
        lines = lines.dropFirst(value.count + 1)
        try append(utf8[..<heredoc], value.joined(separator: "\n"), &entries)
      } else {
        throw .noDelimiter(line)
      }
    }
    return entries
  }

  private static func append(
    _ name: ArraySlice<UInt8>, _ value: String, _ entries: inout [(name: String, value: String)]
  ) throws(Mistake) {
    if name.isEmpty { throw .emptyName }
    entries.append((String(decoding: name, as: UTF8.self), value))
  }

  /// The entries by name: of several the last one counts.
  public static func values(_ text: String) throws(Mistake) -> [String: String] {
    Dictionary(try read(text).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }
}
