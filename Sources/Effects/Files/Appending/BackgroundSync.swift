#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Brings a file to the disk again and again on a thread of its own, while it is appended to.
///
/// A pause before each sync lets what is written meanwhile take part in it. A sync that has failed is never tried again: the
/// system tells of lost bytes only once (design 6).
final class BackgroundSync: @unchecked Sendable {
  /// How long the thread collects before it syncs, in nanoseconds: half of the 20 ms that it may be behind (design 6).
  private static let pause = 10_000_000

  // Everything below is read and written only while the mutex is held.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var thread: WorkerThread?
  private var file: Int32 = -1
  private var requested = 0
  private var synced = 0
  private var code: Int32 = 0
  private var isEnding = false
  /// Whether the thread waits for something to do; while it pauses or syncs, it looks by itself afterwards.
  private var isIdle = false

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    #if !canImport(Darwin)
      // A calendar that is set back would make the pause last.
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    #endif
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    end()
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Asks for the first `size` bytes of `file` to be on disk soon.
  func request(_ file: Int32, upTo size: Int) {
    locked {
      self.file = file
      requested = max(requested, size)
      if thread == nil, !isEnding { start() }
      if isIdle { pthread_cond_signal(condition) }
    }
  }

  /// How many of the file's first bytes are on disk, and the error number of the sync that failed, or 0.
  var progress: (size: Int, code: Int32) { locked { (synced, code) } }

  /// Ends the thread; it finishes a sync that it is in.
  func end() {
    let thread = locked {
      isEnding = true
      pthread_cond_signal(condition)
      defer { self.thread = nil }
      return self.thread
    }
    thread?.join()
  }

  private func start() {
    // Not retained: `deinit` waits for the thread. Without one the file is synced where it must be, and never in between.
    thread = WorkerThread { [unowned(unsafe) self] in run() }
  }

  private func run() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      isIdle = true
      while !isEnding, code != 0 || requested <= synced { pthread_cond_wait(condition, mutex) }
      isIdle = false
      if isEnding { return }
      rest()
      if isEnding { return }
      let (file, size) = (file, requested)
      pthread_mutex_unlock(mutex)
      let result = FileDescriptor(number: file).syncData()
      pthread_mutex_lock(mutex)
      if result == 0 { synced = size } else { code = result }
    }
  }

  /// Pauses, unless the end comes first.
  private func rest() {
    var moment = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_REALTIME, &moment)
    #else
      clock_gettime(CLOCK_MONOTONIC, &moment)
    #endif
    let nanoseconds = Int(moment.tv_nsec) + Self.pause
    moment.tv_sec += nanoseconds / 1_000_000_000
    moment.tv_nsec = nanoseconds % 1_000_000_000
    while !isEnding, pthread_cond_timedwait(condition, mutex, &moment) == 0 {}
  }
}

extension FileDescriptor {
  /// Returns when what was written to it is on disk: 0, or the error's number.
  func syncData() -> Int32 {
    #if canImport(Darwin)
      // There `fsync` leaves bytes in the drive's cache.
      return fcntl(number, F_FULLFSYNC) == -1 ? errno : 0
    #else
      return fdatasync(number) == 0 ? 0 : errno
    #endif
  }
}
