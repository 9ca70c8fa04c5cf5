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
  /// So many answers can be on their way to one place at once.
  private static let places = 64

  private let path: String
  private let file: NewFile
  private var digest = SHA256()
  private var size = 0
  /// Why it cannot be written.
  private(set) var failure: RequestFailure?

  /// A file beside `path`, with the permissions of what is there, or of a new file of the user's.
  init(replacing path: String) throws(RequestFailure) {
    self.path = path
    let existing = try Self.existing(path)
    do throws(FunctionFailure) {
      file = try Self.make(beside: path, mode: existing == nil ? 0o666 : 0o600)
    } catch {
      throw Self.failure(error, path)
    }
    do throws(FunctionFailure) {
      try file.adopt(owner: existing, mode: existing.map { Int($0.st_mode & 0o777) })
    } catch {
      file.remove()
      throw RequestFailure(.save, error.message)
    }
  }

  private static func existing(_ path: String) throws(RequestFailure) -> stat? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status
    case S_IFLNK: throw RequestFailure(.save, "\(path) is a symbolic link, not a file")
    default: throw RequestFailure(.save, FunctionFailure.noFile(path, status.st_mode).message)
    }
  }

  /// The first of several that nobody else is writing; one that a crash has left is removed.
  private static func make(beside path: String, mode: Int) throws(FunctionFailure) -> NewFile {
    for number in 0..<places {
      let place = number == 0 ? path : "\(path).\(number)"
      // What was left is removed the first time.
      for _ in 0..<2 { if let file = try NewFile.make(beside: place, mode: mode) { return file } }
    }
    throw FunctionFailure(.file, "too many answers are being written to \(path)")
  }

  private static func failure(_ error: FunctionFailure, _ path: String) -> RequestFailure {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let isMissing = error.kind == .missing && !folder.isEmpty && access(folder, F_OK) != 0
    return RequestFailure(.save, isMissing ? "there is no folder \(folder)" : error.message)
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    do throws(FunctionFailure) { try file.write(Array(bytes)[...]) } catch {
      failure = RequestFailure(.save, error.message)
      return
    }
    size += bytes.count
    digest.update(buffer: bytes.assumingMemoryBound(to: UInt8.self))
  }

  /// Puts the file in its place, on disk first, so that what is there is always whole.
  func commit() throws(RequestFailure) -> ActionResult.SavedAnswer {
    do throws(FunctionFailure) { try file.replace(path) } catch {
      file.remove()
      throw RequestFailure(.save, error.message)
    }
    return ActionResult.SavedAnswer(path: path, bytes: size, digest: digest.finalize())
  }

  /// Leaves what is in its place as it is.
  func discard() { file.remove() }
}
