public import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The machine's clocks.
public enum SystemClock {
  /// The monotonic clock; it goes on while the machine sleeps where the system has such a one.
  public static func now() -> Instant {
    var time = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC, &time)
    #else
      clock_gettime(CLOCK_BOOTTIME, &time)
    #endif
    return Instant(nanoseconds: Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec))
  }

  /// The calendar clock.
  public static func date() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000)
  }

  /// Lets time pass: where nobody tells when something happens elsewhere, it is looked for every so often.
  public static func wait(_ duration: Duration) {
    var entry = pollfd(fd: -1, events: 0, revents: 0)
    _ = poll(&entry, 1, Int32(clamping: duration / .milliseconds(1) < 1 ? 1 : Int(duration / .milliseconds(1))))
  }

  /// The number of processors that this process may use.
  public static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}
