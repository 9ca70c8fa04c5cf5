#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The terminal that pyflow was started from, if it was.
public enum Terminal {
  /// Whether people can be asked: answers are read from the standard input.
  public static var canAsk: Bool { FileDescriptor(number: 0).isTerminal && FileDescriptor(number: 2).isTerminal }

  /// Whether the standard error, where progress is shown, is a terminal that understands escape sequences.
  public static var showsProgress: Bool { isSmart(2) }

  /// Whether the standard output is a terminal that understands escape sequences.
  public static var showsResult: Bool { isSmart(1) }

  /// Whether the standard output is a terminal, of whatever kind.
  public static var isResult: Bool { FileDescriptor(number: 1).isTerminal }

  private static func isSmart(_ number: Int32) -> Bool {
    guard FileDescriptor(number: number).isTerminal, let name = getenv("TERM") else { return false }
    return String(cString: name) != "dumb"
  }

  /// The width of the terminal behind the standard error, in cells.
  public static var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
