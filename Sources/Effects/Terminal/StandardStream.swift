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

  /// Writes `text`; what cannot be written, because nobody reads any more or the disk is full, is given up.
  ///
  /// Returns whether it was written.
  @discardableResult
  public func write(_ text: String) -> Bool {
    write(Array(text.utf8))
  }

  /// Writes `bytes`.
  @discardableResult
  public func write(_ bytes: [UInt8]) -> Bool {
    do throws(SystemError) {
      try FileDescriptor(number: self == .output ? 1 : 2).writeAll(bytes)
      return true
    } catch {
      return false
    }
  }

  /// Makes sure that descriptors 0 to 2 are open, so that no file of ours ever gets one of their numbers.
  public static func openMissing() {
    for number in Int32(0)...2 where fcntl(number, F_GETFD) < 0 {
      _ = open("/dev/null", number == 0 ? O_RDONLY : O_WRONLY)
    }
  }
}
