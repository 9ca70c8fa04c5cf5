/// The fewest insertions and deletions that make one sequence of another.
///
/// The greedy algorithm of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): for each number of edits,
/// how far one comes on each diagonal.
struct ShortestEdits {
  /// With more edits than these, two sequences are as good as not alike.
  static let most = 500

  private let before: ArraySlice<Int>
  private let after: ArraySlice<Int>
  /// For each number of edits, how far each diagonal was followed before it: the diagonals from -d to d.
  private var trace: [[Int]] = []

  init(_ before: ArraySlice<Int>, _ after: ArraySlice<Int>) {
    self.before = before
    self.after = after
  }

  /// What is replaced by what, in order; nothing where too much differs.
  var replacements: [LineDifference.Replacement]? {
    var copy = self
    guard copy.search() else { return nil }
    return copy.followBack()
  }

  /// Searches forward; false if there are too many edits.
  private mutating func search() -> Bool {
    let most = min(Self.most, before.count + after.count)
    // The place of diagonal k is `most + 1 + k`.
    var reach = Array(repeating: 0, count: 2 * most + 3)
    let origin = most + 1
    for edits in 0...most {
      trace.append(Array(reach[origin - edits...origin + edits]))
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let comesDown =
          diagonal == -edits
          || (diagonal != edits && reach[origin + diagonal - 1] < reach[origin + diagonal + 1])
        var x = comesDown ? reach[origin + diagonal + 1] : reach[origin + diagonal - 1] + 1
        while isEqual(x, x - diagonal) { x += 1 }
        reach[origin + diagonal] = x
        if x >= before.count, x - diagonal >= after.count { return true }
      }
    }
    return false
  }

  private func isEqual(_ x: Int, _ y: Int) -> Bool {
    x < before.count && y < after.count && before[before.startIndex + x] == after[after.startIndex + y]
  }

  /// Follows the way back from the end, and joins edits that touch.
  private func followBack() -> [LineDifference.Replacement] {
    var result: [LineDifference.Replacement] = []
    var (x, y) = (before.count, after.count)
    for edits in stride(from: trace.count - 1, to: 0, by: -1) {
      let reach = trace[edits]
      func reached(_ diagonal: Int) -> Int { reach[diagonal + edits] }
      let diagonal = x - y
      let comesDown =
        diagonal == -edits || (diagonal != edits && reached(diagonal - 1) < reached(diagonal + 1))
      let previous = comesDown ? diagonal + 1 : diagonal - 1
      let (fromX, fromY) = (reached(previous), reached(previous) - previous)
      let (toX, toY) = comesDown ? (fromX, fromY + 1) : (fromX + 1, fromY)
      add(fromX..<toX, fromY..<toY, before: &result)
      (x, y) = (fromX, fromY)
    }
    return result.reversed()
  }

  private func add(_ old: Range<Int>, _ new: Range<Int>, before result: inout [LineDifference.Replacement]) {
    let old = before.startIndex + old.lowerBound..<before.startIndex + old.upperBound
    let new = after.startIndex + new.lowerBound..<after.startIndex + new.upperBound
    if let last = result.last, last.before.lowerBound == old.upperBound, last.after.lowerBound == new.upperBound {
      result[result.count - 1].before = old.lowerBound..<last.before.upperBound
      result[result.count - 1].after = new.lowerBound..<last.after.upperBound
    } else {
      result.append(LineDifference.Replacement(before: old, after: new))
    }
  }
}
