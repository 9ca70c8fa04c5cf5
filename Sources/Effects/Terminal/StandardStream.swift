#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The standard output and error.
public enum StandardStream: Sendable {
  case output, error

  /// Writes `text`, whoever may have stopped reading.
  ///
  /// Returns why it could not be written, as on a full disk; that nobody reads any more is no failure.
  @discardableResult
  public func write(_ text: String) -> SystemError? {
    write(Array(text.utf8))
  }

  /// Writes `bytes`.
  @discardableResult
  public func write(_ bytes: [UInt8]) -> SystemError? {
    do throws(SystemError) {
      try FileDescriptor(number: self == .output ? 1 : 2).writeAll(bytes)
      return nil
    } catch {
      return error.code == EPIPE ? nil : error
    }
  }

  /// Makes sure that descriptors 0 to 2 are open, so that no file of ours ever gets one of their numbers.
  public static func openMissing() {
    for number in Int32(0)...2 where fcntl(number, F_GETFD) < 0 {
      _ = open("/dev/null", number == 0 ? O_RDONLY : O_WRONLY)
    }
  }
}
