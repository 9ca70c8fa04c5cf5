/// A difference of lines in the unified form of `diff -u`, which `patch` reads.
public struct UnifiedDifference: Sendable {
  /// Lines around a change that are repeated.
  private static let context = 3
  /// Text beyond this is left out, in bytes; the last line says how many lines that are.
  public static let largest = 64 << 10

  private let difference: LineDifference
  private var bytes: [UInt8] = []
  private var omitted = 0

  /// The form of `difference`; empty where nothing differs.
  public static func text(
    _ difference: LineDifference, from before: String = "before", to after: String = "after"
  ) -> String {
    if difference.replacements.isEmpty { return "" }
    var writer = UnifiedDifference(difference: difference)
    writer.append("--- \(before)\n+++ \(after)\n")
    for hunk in writer.hunks() { writer.append(hunk) }
    if writer.omitted > 0 {
      writer.bytes += Array("\\ \(writer.omitted) more lines of the difference are left out\n".utf8)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private init(difference: LineDifference) { self.difference = difference }

  /// Replacements with so few lines between them that their surroundings touch.
  private func hunks() -> [[LineDifference.Replacement]] {
    var hunks: [[LineDifference.Replacement]] = []
    for replacement in difference.replacements {
      if let last = hunks.last?.last,
        replacement.before.lowerBound - last.before.upperBound <= 2 * Self.context
      {
        hunks[hunks.count - 1].append(replacement)
      } else {
        hunks.append([replacement])
      }
    }
    return hunks
  }

  private mutating func append(_ hunk: [LineDifference.Replacement]) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let lead = min(Self.context, first.before.lowerBound)
    let trail = min(Self.context, difference.before.count - last.before.upperBound)
    let old = first.before.lowerBound - lead..<last.before.upperBound + trail
    let new = first.after.lowerBound - lead..<last.after.upperBound + trail
    append("@@ -\(Self.range(old)) +\(Self.range(new)) @@\n")
    var next = old.lowerBound
    for replacement in hunk {
      for line in difference.before[next..<replacement.before.lowerBound] { append(" ", line) }
      for line in difference.before[replacement.before] { append("-", line) }
      for line in difference.after[replacement.after] { append("+", line) }
      next = replacement.before.upperBound
    }
    for line in difference.before[next..<old.upperBound] { append(" ", line) }
  }

  /// The first line and how many there are; where there is none, the line before.
  private static func range(_ lines: Range<Int>) -> String {
    if lines.isEmpty { return "\(lines.lowerBound),0" }
    return lines.count == 1 ? "\(lines.lowerBound + 1)" : "\(lines.lowerBound + 1),\(lines.count)"
  }

  private mutating func append(_ mark: String, _ line: ArraySlice<UInt8>) {
    let end = line.last == UInt8(ascii: "\n") ? "" : "\n\\ No newline at end of file\n"
    append(Array(mark.utf8) + line + Array(end.utf8))
  }

  private mutating func append(_ text: String) { append(Array(text.utf8)) }

  private mutating func append(_ line: [UInt8]) {
    if omitted > 0 || bytes.count + line.count > Self.largest { omitted += 1 } else { bytes += line }
  }
}
