internal import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A plain file that is read a piece at a time.
struct FileChunks {
  /// The largest piece: some milliseconds of reading.
  static let size = 4 << 20

  private let file: FileDescriptor
  private let path: String
  /// What the system tells of it.
  let status: stat

  /// Opens a file; what is no plain file is refused, and none is waited for.
  init(_ path: String) throws(FunctionFailure) {
    let number = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard number >= 0 else { throw FunctionFailure(SystemError.last("read", path)) }
    var status = stat()
    guard fstat(number, &status) == 0 else {
      let error = SystemError.last("read", path)
      FileDescriptor(number: number).close()
      throw FunctionFailure(error)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      FileDescriptor(number: number).close()
      throw FunctionFailure.noFile(path, status.st_mode)
    }
    file = FileDescriptor(number: number)
    self.path = path
    self.status = status
  }

  /// The next piece; empty at the end.
  func next() throws(FunctionFailure) -> [UInt8] {
    var failure: SystemError?
    let piece = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
      do throws(SystemError) {
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
      } catch {
        failure = error
      }
    }
    if let failure {
      throw FunctionFailure(SystemError(operation: "read", subject: path, code: failure.code))
    }
    return piece
  }

  func close() { file.close() }
}
