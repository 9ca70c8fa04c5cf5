/// What differs between two texts, line by line: as few lines as possible are replaced.
public struct LineDifference: Sendable, Equatable {
  /// Lines that stand in place of others.
  public struct Replacement: Sendable, Equatable {
    /// The lines that are gone, by their indexes.
    public var before: Range<Int>
    /// The lines that stand there.
    public var after: Range<Int>

    /// A replacement.
    public init(before: Range<Int>, after: Range<Int>) {
      self.before = before
      self.after = after
    }
  }

  /// The lines before, each with its line end, if it has one.
  public let before: [ArraySlice<UInt8>]
  /// The lines after.
  public let after: [ArraySlice<UInt8>]
  /// What was replaced, in order; between any two of them at least one line is the same.
  public let replacements: [Replacement]

  /// Compares two texts.
  ///
  /// O(n + d²) for n lines of which d differ; where more than `ShortestEdits.most` do, everything between the first and
  /// the last of them counts as replaced.
  public init(_ before: [UInt8], _ after: [UInt8]) {
    self.before = Self.lines(before)
    self.after = Self.lines(after)
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    replacements = Self.compare(self.before.map(number), self.after.map(number))
  }

  /// The lines of a text, line ends included.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func compare(_ before: [Int], _ after: [Int]) -> [Replacement] {
    let shorter = min(before.count, after.count)
    var head = 0
    while head < shorter, before[head] == after[head] { head += 1 }
    var tail = 0
    while tail < shorter - head, before[before.count - 1 - tail] == after[after.count - 1 - tail] { tail += 1 }
    let (old, new) = (before[head..<before.count - tail], after[head..<after.count - tail])
    if old.isEmpty, new.isEmpty { return [] }
    let whole = [Replacement(before: old.indices, after: new.indices)]
    if old.isEmpty || new.isEmpty { return whole }
    return ShortestEdits(old, new).replacements ?? whole
  }
}
