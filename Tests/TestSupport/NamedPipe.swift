import Foundation

/// A FIFO on which the programs of a runbook tell a test what they have come to.
///
///     let reached = NamedPipe(in: program.folder, "reached")
///     …   command = "echo here > reached; …"
///     #expect(reached.nextLine() == "here")
public final class NamedPipe: Sendable {
  private let descriptor: Int32

  /// Makes the FIFO `name` in `folder`.
  public init(in folder: TemporaryFolder, _ name: String) {
    let path = "\(folder.path)/\(name)"
    mkfifo(path, 0o600)
    // Open for both, so that opening it waits for nobody, and one writer's end is not the end.
    descriptor = open(path, O_RDWR | O_CLOEXEC)
  }

  deinit { close(descriptor) }

  /// The next line that somebody writes; nothing if nobody does within a minute, a bound for a broken test.
  public func nextLine() -> String? {
    var line: [UInt8] = []
    while let byte = nextByte() {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  /// Writes a line, for whoever waits for one.
  public func writeLine(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  private func nextByte() -> UInt8? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 60_000) == 1 else { return nil }
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? byte : nil
  }
}
