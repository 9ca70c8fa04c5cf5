#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that a CI system has made for one step, to which others may have written before.
public struct StepFile: Sendable {
  private let path: String

  /// The file at `path`.
  public init(_ path: String) { self.path = path }

  /// Appends what `text` makes of the file's size, on a line of its own; nothing if that is empty.
  ///
  /// The file is made if there is none; anything but a regular file is refused, so that nothing waits for a reader.
  public func append(_ text: (_ size: Int) -> String) throws(SystemError) {
    let number = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard number >= 0 else { throw .last("open", path) }
    let file = FileDescriptor(number: number)
    defer { file.close() }
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last("stat", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemError(operation: "append to", subject: path, code: ENOTSUP)
    }
    let size = Int(status.st_size)
    let separator = endsLine(number, size) ? "" : "\n"
    let text = text(size + separator.utf8.count)
    if !text.isEmpty { try file.writeAll(Array((separator + text).utf8)) }
  }

  /// Whether what stands there already ends with its line.
  private func endsLine(_ number: Int32, _ size: Int) -> Bool {
    var last: UInt8 = 0x0A
    return size == 0 || pread(number, &last, 1, off_t(size - 1)) != 1 || last == 0x0A
  }
}
