internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// An open file, pipe or terminal of the operating system.
///
/// It is closed by whoever opened it.
struct FileDescriptor: Equatable, Hashable {
  let number: Int32

  /// What is always empty, and takes everything.
  static func null() throws(SystemError) -> FileDescriptor {
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { throw .last("open", "/dev/null") }
    return FileDescriptor(number: number)
  }

  /// Closes it.
  func close() {
    _ = platformClose(number)
  }

  /// Reads into `buffer`: the number of bytes, 0 at the end, nothing if there is none yet.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
    try Self.count("read") { platformRead(number, buffer.baseAddress, buffer.count) }
  }

  /// Writes a part of `bytes`: the number written, nothing if there is no room now.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int? {
    try Self.count("write") { platformWrite(number, bytes.baseAddress, bytes.count) }
  }

  /// The bytes that `call` has moved; nothing if it would have to wait.
  private static func count(_ operation: String, _ call: () -> Int) throws(SystemError) -> Int? {
    while true {
      let count = call()
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return nil
      default: throw .last(operation)
      }
    }
  }

  /// Writes all of `bytes`, waiting for room where needed.
  func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      if let count = try write(UnsafeRawBufferPointer(rebasing: rest)) {
        rest = rest.dropFirst(count)
      } else {
        waitUntilWritable()
      }
    }
  }

  /// Writes all of `bytes`.
  func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    var failure: SystemError?
    bytes.withUnsafeBytes { buffer in
      do throws(SystemError) { try writeAll(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func waitUntilWritable() {
    var entry = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
    _ = poll(&entry, 1, -1)
  }

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(number) == 1 }
}

// The names of these calls are those of methods above.
private func platformClose(_ number: Int32) -> Int32 { close(number) }
private func platformRead(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, buffer, count)
}
private func platformWrite(_ number: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, buffer, count)
}

/// A pipe: what is written to one end is read at the other.
struct Pipe {
  let reading: FileDescriptor
  let writing: FileDescriptor

  /// A pipe whose ends are closed when a program is started.
  init() throws(SystemError) {
    var ends: [Int32] = [0, 0]
    guard csystem_pipe(&ends) == 0 else { throw .last("pipe") }
    reading = FileDescriptor(number: ends[0])
    writing = FileDescriptor(number: ends[1])
  }

  func close() {
    reading.close()
    writing.close()
  }
}

extension FileDescriptor {
  /// From now on, reading from and writing to this end of a pipe return instead of waiting.
  func setNonblocking() {
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
  }
}
