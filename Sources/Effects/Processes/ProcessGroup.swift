internal import CSystem
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The processes of a group whose leader has been reaped.
struct ProcessGroup {
  let number: Int32

  /// Whether any lives; those that have ended and were adopted are reaped before.
  var isAlive: Bool {
    csystem_reap_group(number)
    return kill(-number, 0) == 0
  }

  /// Asks all of them to end.
  func ask() { Self.ask(-number) }

  /// Ends all of them.
  func force() { Self.force(-number) }

  /// Asks what `target` stands for (kill(2)) to end; a stopped process hears that only when it goes on.
  static func ask(_ target: Int32) {
    _ = kill(target, SIGTERM)
    _ = kill(target, SIGCONT)
  }

  /// Ends what `target` stands for; stopped first, so that nothing starts others meanwhile.
  static func force(_ target: Int32) {
    _ = kill(target, SIGSTOP)
    _ = kill(target, SIGKILL)
  }
}

/// How far the end of a group is that is forced: repeatedly, as a fork that is under way may escape a signal.
struct ForcedEnd {
  /// How often at most.
  private static let rounds = 3
  /// How long between them.
  static let interval = Duration.milliseconds(20)

  private var count = 0
  private var next: Instant

  init(at now: Instant) { next = now }

  /// Whether it was forced as often as it is.
  var isOver: Bool { count >= Self.rounds }

  /// Whether it is time for another round, which counts.
  mutating func isDue(at now: Instant) -> Bool {
    guard !isOver, next <= now else { return false }
    count += 1
    next = now.advanced(by: Self.interval)
    return true
  }
}
