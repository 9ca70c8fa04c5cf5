/// A fenced block of code in a page of the documentation.
struct CodeBlock: Sendable, CustomStringConvertible {
  /// The page's path.
  let page: String
  /// The number of the line after the fence.
  let line: Int
  /// The words after the fence: the language, then perhaps a name.
  let words: [String]
  /// The lines of the block.
  var lines: [String] = []

  var language: String { words.first ?? "" }
  var text: String { lines.joined(separator: "\n") + "\n" }
  var description: String { "\(page):\(line)" }

  /// The blocks of a page, in order.
  static func all(in text: String, page: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var open: CodeBlock?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if !line.hasPrefix("```") {
        open?.lines.append(String(line))
      } else if let block = open {
        blocks.append(block)
        open = nil
      } else {
        open = CodeBlock(page: page, line: index + 2, words: line.dropFirst(3).split(separator: " ").map(String.init))
      }
    }
    return blocks
  }

  /// A command of a console and what it prints.
  struct Exchange: Sendable {
    let command: String
    var output: [String] = []

    /// Whether `lines` are the output; `…` in a line stands for anything, and as a line of its own for any lines.
    func matches(_ lines: [String]) -> Bool { Self.match(output[...], lines[...]) }

    private static func match(_ expected: ArraySlice<String>, _ found: ArraySlice<String>) -> Bool {
      guard let first = expected.first else { return found.isEmpty }
      if first == "…" {
        return (found.startIndex...found.endIndex).contains { match(expected.dropFirst(), found[$0...]) }
      }
      guard let line = found.first, isLike(line, first) else { return false }
      return match(expected.dropFirst(), found.dropFirst())
    }

    private static func isLike(_ line: String, _ pattern: String) -> Bool {
      let parts = pattern.split(separator: "…", omittingEmptySubsequences: false).map(String.init)
      guard parts.count > 1 else { return line == pattern }
      guard line.hasPrefix(parts[0]), line.hasSuffix(parts[parts.count - 1]) else { return false }
      var rest = line.dropFirst(parts[0].count)
      for part in parts.dropFirst().dropLast() where !part.isEmpty {
        guard let range = rest.firstRange(of: part) else { return false }
        rest = rest[range.upperBound...]
      }
      return true
    }
  }

  /// The commands of a console block.
  var exchanges: [Exchange] {
    var result: [Exchange] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        result.append(Exchange(command: String(line.dropFirst(2))))
      } else if !result.isEmpty {
        result[result.count - 1].output.append(line)
      }
    }
    return result
  }
}
