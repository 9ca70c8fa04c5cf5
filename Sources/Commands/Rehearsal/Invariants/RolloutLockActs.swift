/// What became of the lock of a rollout in a rehearsal.
struct RolloutLockActs {
  /// Whether it is held.
  private(set) var isHeld = false
  /// Whether it was held since the rollout began, or pyflow died.
  private(set) var wasHeld = false
  /// Whether it stays with the run although that ends.
  private(set) var isReserved = false
  /// The first node that changed something without it.
  private(set) var unlockedChange: Int?
  /// Whether the rollout was taken up without it.
  private(set) var isTakenUpUnlocked = false

  mutating func take() { (isHeld, wasHeld, isReserved) = (true, true, false) }

  mutating func giveBack() { isHeld = false }

  mutating func reserve() { isReserved = true }

  /// Whoever begins, or dies, holds nothing.
  mutating func forget() { (isHeld, wasHeld, isReserved) = (false, false, false) }

  mutating func change(by node: Int) {
    if !isHeld { unlockedChange = unlockedChange ?? node }
  }

  mutating func takeUp() {
    if !isHeld { isTakenUpUnlocked = true }
  }
}
