internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The file that a node's whole output goes to: made at the first byte (design 5.7).
struct LogFile {
  /// The file's path, relative to the runbook's folder.
  let path: String
  private let absolutePath: String
  private let access: FileAccess
  private var file: FileDescriptor?
  private var isMade = false
  private var digest = SHA256()
  private(set) var size = 0
  /// Why nothing more is written, if that has failed; the node goes on.
  private(set) var failure: SystemError?

  init(folder: String, path: String, for access: FileAccess = .userAlone) {
    self.access = access
    self.path = path
    absolutePath = folder + "/" + path
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    do throws(SystemError) {
      if file == nil { file = try create() }
      isMade = true
      try file?.writeAll(bytes)
    } catch {
      failure = error
      return
    }
    size += bytes.count
    digest.update(buffer: bytes.assumingMemoryBound(to: UInt8.self))
  }

  private func create() throws(SystemError) -> FileDescriptor {
    let number = open(absolutePath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, access.fileMode)
    guard number >= 0 else { throw .last("create", absolutePath) }
    let file = FileDescriptor(number: number)
    do throws(SystemError) { try access.share(number, absolutePath) } catch {
      file.close()
      throw error
    }
    return file
  }

  /// Closes the file; what it holds, or nothing if it was never made.
  ///
  /// More can be appended, which opens it again.
  mutating func finish() -> ActionResult.Log? {
    guard isMade else { return nil }
    file?.close()
    file = nil
    let digest = digest
    return ActionResult.Log(path: path, bytes: size, digest: digest.finalize())
  }
}
