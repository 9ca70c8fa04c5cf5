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
  public func nextLine() -> String? { LineReader(descriptor: descriptor).nextLine() }

  /// Writes a line, for whoever waits for one.
  public func writeLine(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
