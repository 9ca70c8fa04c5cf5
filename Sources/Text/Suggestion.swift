/// Finds the name that the user probably meant.
public enum Suggestion {
  /// Names longer than this, in scalars, get no suggestion: comparing two of a megabyte would take hours.
  private static let longestName = 200

  /// The candidate nearest to `name`, if it is near enough to be a slip of the finger.
  ///
  /// Near enough is an edit distance of at most 2, and at most a third of the name (but 1 for short ones);
  /// a candidate that differs only in letter case always is. Ties go to the first candidate. O(candidates × length²).
  public static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.unicodeScalars.prefix(longestName + 1))
    if wanted.count > longestName { return nil }
    let folded = name.lowercased()
    let limit = min(2, max(1, wanted.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let distance =
        candidate.lowercased() == folded
        ? 0 : editDistance(wanted, Array(candidate.unicodeScalars), limit: limit)
      guard distance <= limit, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The optimal-string-alignment distance: insertions, deletions, replacements, and swaps of neighbours.
  ///
  /// Anything over `limit` may be returned as `limit + 1`.
  static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    var previous2: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
        var least = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, previous2[j - 1] + 1)
        }
        current.append(least)
      }
      (previous2, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
