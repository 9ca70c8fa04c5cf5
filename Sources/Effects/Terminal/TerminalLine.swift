internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A line that a person types at the terminal, before a run takes the terminal over.
public enum TerminalLine: Sendable, Equatable {
  case text(String)
  /// The input has ended: Ctrl-D on an empty line, or no terminal any more.
  case end
  /// Ctrl-C, where the line is hidden; elsewhere that ends pyflow by itself.
  case interrupted

  /// Reads a line as the terminal shows it.
  public static func read() -> TerminalLine {
    var bytes: [UInt8] = []
    while let byte = nextByte() {
      if byte == newline { return .text(String(decoding: bytes, as: UTF8.self)) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? .end : .text(String(decoding: bytes, as: UTF8.self))
  }

  /// Reads a line that nobody sees: a secret.
  ///
  /// Signals from the keyboard are off meanwhile, and one that ends pyflow gives the terminal its echo back first. `ask` is called
  /// when what is typed is no longer shown.
  public static func readHidden(after ask: () -> Void) -> TerminalLine {
    var before = termios()
    guard tcgetattr(0, &before) == 0 else {
      ask()
      return read()
    }
    var hidden = before
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    csystem_guard_terminal(1)
    tcsetattr(0, TCSAFLUSH, &hidden)
    ask()
    defer {
      tcsetattr(0, TCSAFLUSH, &before)
      csystem_guard_terminal(0)
      StandardStream.error.write("\n")
    }
    return readKeys()
  }

  private static let newline = UInt8(ascii: "\n")

  /// Reads keys up to the end of the line; the terminal does not edit the line itself now.
  private static func readKeys() -> TerminalLine {
    var bytes: [UInt8] = []
    while let byte = nextByte() {
      switch byte {
      case newline, UInt8(ascii: "\r"): return .text(String(decoding: bytes, as: UTF8.self))
      case 0x03: return .interrupted
      case 0x04 where bytes.isEmpty: return .end
      case 0x15: bytes = []
      case 0x08, 0x7F: removeLastCharacter(&bytes)
      default: bytes.append(byte)
      }
    }
    return .end
  }

  private static func removeLastCharacter(_ bytes: inout [UInt8]) {
    while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
  }

  /// One byte at a time: what follows the line belongs to whoever reads next.
  private static func nextByte() -> UInt8? {
    var buffer: [UInt8] = [0]
    let count = buffer.withUnsafeMutableBytes { (try? FileDescriptor(number: 0).read(into: $0)) ?? nil }
    return count == 1 ? buffer[0] : nil
  }
}
