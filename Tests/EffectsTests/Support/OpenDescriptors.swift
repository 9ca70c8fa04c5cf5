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

  /// Whether something that was done so many times has left one open each time.
  ///
  /// One or two more are the runtime's, which opens files of its own whenever it likes.
  static func haveGrown(since before: [String], doing times: Int) -> Bool { all.count - before.count >= times }
}
