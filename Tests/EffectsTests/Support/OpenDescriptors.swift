import Foundation

/// The files and pipes that this process has open.
enum OpenDescriptors {
  /// What each of them leads to, sorted; without those that the runtime opens for its threads whenever it likes.
  static var all: [String] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let targets = numbers.compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    let runtime = ["anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[timerfd]"]
    return targets.filter { !runtime.contains($0) && !$0.hasPrefix("/proc/") }.sorted()
  }

  /// Whether they are again what they were.
  ///
  /// What the runtime opens for a moment, whenever it likes, is waited for: it is looked again until it is gone, for at most
  /// some seconds. What was left open stays, and is found.
  static func areAgain(_ before: [String]) -> Bool {
    let deadline = ContinuousClock.now + .seconds(5)
    while all != before {
      if ContinuousClock.now > deadline { return false }
      sched_yield()
    }
    return true
  }
}
