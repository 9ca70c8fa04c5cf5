internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The file that an answer is written to: beside its place until it is whole, then in it (docs/decisions/0045).
struct AnswerFile {
  private let path: String
  private let temporaryPath: String
  private let file: FileDescriptor
  private var digest = SHA256()
  private var size = 0
  private var failure: SystemError?

  /// A file beside `path`, with the permissions of what is there, or of a new file of the user's.
  init(replacing path: String) throws(SystemError) {
    self.path = path
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    var template = Array((path[..<slash] + "." + path[slash...].prefix(100) + ".XXXXXX").utf8CString)
    var status = stat()
    let isThere = lstat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      throw SystemError(operation: "replace", subject: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EEXIST)
    }
    let number = mkstemp(&template)
    guard number >= 0 else { throw .last("create a file beside", path) }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    file = FileDescriptor(number: number)
    temporaryPath = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    let mask = umask(0)
    umask(mask)
    fchmod(number, isThere ? status.st_mode & 0o777 : 0o666 & ~mask)
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    do throws(SystemError) { try file.writeAll(bytes) } catch {
      failure = error
      return
    }
    size += bytes.count
    digest.update(buffer: bytes.assumingMemoryBound(to: UInt8.self))
  }

  /// Puts the file in its place, on disk first, so that what is there is always whole.
  func commit() throws(SystemError) -> ActionResult.SavedAnswer {
    if let failure {
      discard()
      throw failure
    }
    guard fsync(file.number) == 0, rename(temporaryPath, path) == 0 else {
      let error = SystemError.last("save", path)
      discard()
      throw error
    }
    file.close()
    return ActionResult.SavedAnswer(path: path, bytes: size, digest: digest.finalize())
  }

  /// Leaves what is in its place as it is.
  func discard() {
    file.close()
    unlink(temporaryPath)
  }
}
