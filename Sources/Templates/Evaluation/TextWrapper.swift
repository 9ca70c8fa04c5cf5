/// Lines of at most a given width, as Python's `textwrap` makes them of one line.
struct TextWrapper {
  let width: Int
  let breaksLongWords: Bool
  let breaksOnHyphens: Bool

  /// The lines; none of an empty text.
  func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line: [String] = []
    var length = 0
    var chunks = Array(chunks(of: text).reversed())
    while let chunk = chunks.popLast() {
      if line.isEmpty, !lines.isEmpty, isBlank(chunk) { continue }
      let size = chunk.unicodeScalars.count
      if length + size <= width {
        line.append(chunk)
        length += size
        continue
      }
      if size > width, breaksLongWords || line.isEmpty {
        let room = breaksLongWords ? width - length : size
        if room > 0 {
          line.append(String(chunk.unicodeScalars.prefix(room)))
          let rest = String(chunk.unicodeScalars.dropFirst(room))
          if !rest.isEmpty { chunks.append(rest) }
        } else {
          chunks.append(chunk)
        }
      } else {
        chunks.append(chunk)
      }
      finish(&line, into: &lines)
      length = 0
    }
    finish(&line, into: &lines)
    return lines
  }

  private func finish(_ line: inout [String], into lines: inout [String]) {
    if let last = line.last, isBlank(last) { line.removeLast() }
    if !line.isEmpty { lines.append(line.joined()) }
    line = []
  }

  private func isBlank(_ chunk: String) -> Bool {
    chunk.unicodeScalars.allSatisfy(CodePoints.isSpace)
  }

  /// Words and the blanks between them; words are divided after hyphens between letters.
  private func chunks(of text: String) -> [String] {
    var chunks: [String] = []
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isSpace = CodePoints.isSpace(scalar)
      let continues = index > 0 && CodePoints.isSpace(scalars[index - 1]) == isSpace && !isBreak(before: index, scalars)
      if !continues { chunks.append("") }
      chunks[chunks.count - 1].unicodeScalars.append(scalar)
    }
    return chunks
  }

  private func isBreak(before index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    guard breaksOnHyphens, index > 1, scalars[index - 1] == "-" else { return false }
    return CharacterClasses.isLetter(scalars[index - 2]) && CharacterClasses.isLetter(scalars[index])
  }
}
