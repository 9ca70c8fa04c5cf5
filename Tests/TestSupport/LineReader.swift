import Foundation

/// Reads lines from a descriptor, as somebody writes them.
struct LineReader: Sendable {
  let descriptor: Int32

  /// The next line; nothing at the end, or if nobody writes one within a minute, a bound for a broken test.
  func nextLine() -> String? {
    var line: [UInt8] = []
    while let byte = nextByte() {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  private func nextByte() -> UInt8? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 60_000) == 1 else { return nil }
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? byte : nil
  }
}
