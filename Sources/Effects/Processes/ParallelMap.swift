#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Computes on all processors at once: pure work on values, for which order does not matter.
public enum ParallelMap {
  /// The processors that there are.
  public static var width: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The results of `compute` for every item, in the order of the items; `tick` hears ten times a second how many are done.
  public static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], width: Int = width, tick: (Int) -> Void = { _ in },
    compute body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let work = ParallelWork(items, body)
    let threads = (0..<min(width, items.count)).compactMap { _ in WorkerThread { work.run() } }
    // Where no thread can be had, this one does it all.
    if threads.isEmpty { work.run() }
    while !work.waitForEnd() { tick(work.count) }
    for thread in threads { thread.join() }
    return work.results.compactMap { $0 }
  }
}

/// Work that several threads share: each takes the next item until none is left.
private final class ParallelWork<Item: Sendable, Result: Sendable>: @unchecked Sendable {
  private let items: [Item]
  private let body: @Sendable (Item) -> Result
  // Everything below is read and written only while the mutex is held.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var next = 0
  private var done = 0
  private(set) var results: [Result?]

  init(_ items: [Item], _ body: @escaping @Sendable (Item) -> Result) {
    self.items = items
    self.body = body
    results = Array(repeating: nil, count: items.count)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  private func locked<Value>(_ work: () -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return work()
  }

  /// How many items are done.
  var count: Int { locked { done } }

  func run() {
    while let number = takeNumber() {
      let result = body(items[number])
      locked {
        results[number] = result
        done += 1
        if done == items.count { pthread_cond_signal(condition) }
      }
    }
  }

  private func takeNumber() -> Int? {
    locked {
      guard next < items.count else { return nil }
      defer { next += 1 }
      return next
    }
  }

  /// Waits for a tenth of a second, or until everything is done; whether it is.
  func waitForEnd() -> Bool {
    locked {
      if done == items.count { return true }
      var deadline = timespec()
      clock_gettime(CLOCK_REALTIME, &deadline)
      deadline.tv_nsec += 100_000_000
      if deadline.tv_nsec >= 1_000_000_000 {
        deadline.tv_sec += 1
        deadline.tv_nsec -= 1_000_000_000
      }
      pthread_cond_timedwait(condition, mutex, &deadline)
      return done == items.count
    }
  }
}
