internal import Templates
internal import Values

/// Targets in an order of chance that is the same whenever the same plan is made (design 8, `order = "shuffle"`).
///
/// The seed comes from what is rolled out to whom: another version has another order, and `pyflow run` the one that
/// `pyflow plan` has shown.
enum TargetShuffle {
  /// The seed for a rollout to these targets.
  static func seed(of names: [String], _ strategy: PlanStrategy) -> UInt64 {
    let words = [PlanAction.text(strategy.target), strategy.version.map { PlanAction.text($0) } ?? ""] + names
    let digest = SHA256.hash(Array(words.joined(separator: "\n").utf8))
    return UInt64(digest.hex.prefix(16), radix: 16) ?? 0
  }

  /// The names, shuffled (Fisher and Yates): the library's own way may change with its version.
  static func shuffled(_ names: [String], seed: UInt64) -> [String] {
    var (names, random) = (names, SplitMix(seed: seed))
    for last in names.indices.dropFirst().reversed() {
      names.swapAt(last, Int(random.next() % UInt64(last + 1)))
    }
    return names
  }
}
