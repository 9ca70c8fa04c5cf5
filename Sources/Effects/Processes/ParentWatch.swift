internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Tells that the process that started pyflow has ended: then nobody waits for the run any more (design 7).
struct ParentWatch: Sendable {
  private let parent: Int32

  /// A watch over whoever is the parent now.
  ///
  /// Linux wakes pyflow then; elsewhere it is seen when the loop next looks.
  init() {
    parent = getppid()
    csystem_wake_at_parents_end()
  }

  /// Whether it has ended: an orphan has another parent.
  ///
  /// One outside pyflow's process namespace has the number 0 for ever.
  var hasEnded: Bool { getppid() != parent }
}
