/// Which failures make a plain entry on an ended node block, read through skipped and blocked nodes (design 5.2).
///
/// Bounded, so that a run with many failures stays linear: beyond a few causes only "many" is kept, and the graph is searched.
struct Blame: Sendable, Equatable {
  private static let maximumCauses = 8

  /// The failed nodes, in ascending order.
  private(set) var causes: [Int] = []
  /// Whether there are more causes than are kept.
  private(set) var isOverflowing = false
  /// Whether something blocks that no condition lifts: a cancelled node, or one that the run's end stopped.
  var isFinal = false

  static let none = Blame()
  static let final = Blame(isFinal: true)

  init(_ causes: [Int] = [], isFinal: Bool = false) {
    self.causes = causes
    self.isFinal = isFinal
  }

  /// Whether an entry with this blame holds.
  var isEmpty: Bool { causes.isEmpty && !isOverflowing && !isFinal }

  mutating func merge(_ other: Blame) {
    isFinal = isFinal || other.isFinal
    isOverflowing = isOverflowing || other.isOverflowing
    if other.causes.isEmpty || causes == other.causes { return }
    for cause in other.causes where !causes.contains(cause) { causes.append(cause) }
    causes.sort()
    if causes.count > Self.maximumCauses {
      causes.removeLast(causes.count - Self.maximumCauses)
      isOverflowing = true
    }
  }
}
