public import Text
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads files that the user names, with everything refused that is no file.
public enum FileReader {
  /// Why a file cannot be read.
  public enum Failure: Error, Sendable, Equatable {
    case missing
    case isFolder
    /// A pipe, socket or device.
    case isNoFile
    case tooLarge(limit: Int)
    case system(SystemError)
  }

  /// The bytes of the file at `path`, at most `limit` of them.
  ///
  /// Opens without waiting, so that a pipe without a writer cannot hang it.
  public static func read(
    _ path: String, limit: Int = SourceText.maximumSize
  ) throws(Failure) -> [UInt8] {
    try readWithMode(path, limit: limit).bytes
  }

  /// The bytes of the file at `path`, and the rights that its owner, group and others have on it.
  static func readWithMode(
    _ path: String, limit: Int
  ) throws(Failure) -> (bytes: [UInt8], mode: Int) {
    let (file, size, mode) = try open(file: path)
    defer { file.close() }
    // A file that grows while it is read, or of a file system without sizes, is bounded too.
    if size > limit { throw .tooLarge(limit: limit) }
    return (try readAll(file, expecting: size, limit: limit), mode)
  }

  /// Hands the bytes of the file at `path` to `body`, piece by piece, whatever the file's size.
  public static func readPieces(
    _ path: String, _ body: (ArraySlice<UInt8>) -> Void
  ) throws(Failure) {
    let file = try open(file: path).file
    defer { file.close() }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try read(file, into: &buffer)
      if count == 0 { return }
      body(buffer[..<count])
    }
  }

  /// Hands the whole lines of the file at `path` to `body`, without their newlines.
  ///
  /// - Returns: how many bytes stand behind the last newline: a line that was not written to its end is handed to nobody.
  @discardableResult
  public static func readLines(_ path: String, _ body: (ArraySlice<UInt8>) -> Void) throws(Failure) -> Int {
    var splitter = LineSplitter(longest: .max)
    try readPieces(path) { piece in splitter.take(piece, body) }
    return splitter.pendingCount
  }

  /// Opens a regular file; its size comes with it, and the rights on it.
  static func open(file path: String) throws(Failure) -> (file: FileDescriptor, size: Int, mode: Int) {
    let number = platformOpen(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw .missing
      case ENXIO: throw .isNoFile  // A socket.
      default: throw .system(.last("open", path))
      }
    }
    let file = FileDescriptor(number: number)
    var status = stat()
    let isKnown = fstat(number, &status) == 0
    let kind = status.st_mode & S_IFMT
    if isKnown, kind == S_IFREG { return (file, Int(status.st_size), Int(status.st_mode & 0o7777)) }
    defer { file.close() }
    if !isKnown { throw .system(.last("stat", path)) }
    throw kind == S_IFDIR ? .isFolder : .isNoFile
  }

  private static func read(_ file: FileDescriptor, into buffer: inout [UInt8]) throws(Failure) -> Int {
    var failure: SystemError?
    let count = buffer.withUnsafeMutableBytes { pointer -> Int? in
      do throws(SystemError) { return try file.read(into: pointer) } catch { failure = error }
      return nil
    }
    if let failure { throw .system(failure) }
    return count ?? 0
  }

  /// All bytes of the standard input.
  public static func standardInput(limit: Int = SourceText.maximumSize) throws(Failure) -> [UInt8] {
    try readAll(FileDescriptor(number: 0), expecting: 0, limit: limit)
  }

  private static func readAll(
    _ file: FileDescriptor, expecting size: Int, limit: Int
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    var buffer = [UInt8](repeating: 0, count: max(1 << 17, min(size + 1, 1 << 20)))
    while true {
      let count = try read(file, into: &buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit { throw .tooLarge(limit: limit) }
    }
  }

  /// The first bytes of a file that the system provides, such as those in `/proc`; nothing if it cannot be read.
  static func systemFile(_ path: String) -> String? {
    guard let bytes = try? read(path, limit: 1 << 20) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

// The name of this call is that of a method above.
private func platformOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
