internal import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that is written beside another one, to take its place: `.NAME.pyflow-new`.
///
/// A lock on it tells one that is being written from one that a crash has left.
struct NewFile {
  private let file: FileDescriptor
  private let path: String

  /// Makes it; nothing if somebody else is writing it just now.
  static func make(beside target: String, mode: Int) throws(FunctionFailure) -> NewFile? {
    let path = path(beside: target)
    let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    guard number >= 0 else {
      guard errno == EEXIST else { throw FunctionFailure(SystemError.last("write", target)) }
      removeIfLeft(path)
      return nil
    }
    let file = FileDescriptor(number: number)
    // Who takes it for one that was left has removed it.
    guard flock(number, LOCK_EX | LOCK_NB) == 0, isSame(number, path) else {
      file.close()
      return nil
    }
    return NewFile(file: file, path: path)
  }

  private static func path(beside target: String) -> String {
    guard let slash = target.lastIndex(of: "/") else { return ".\(target).pyflow-new" }
    let name = String(target[target.index(after: slash)...])
    // A name may have 255 bytes.
    let part = name.utf8.count > 200 ? String(decoding: name.utf8.prefix(200), as: UTF8.self) : name
    return "\(target[...slash]).\(part).pyflow-new"
  }

  private static func removeIfLeft(_ path: String) {
    let number = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard number >= 0 else { return }
    if flock(number, LOCK_EX | LOCK_NB) == 0, isSame(number, path) { _ = unlink(path) }
    FileDescriptor(number: number).close()
  }

  private static func isSame(_ number: Int32, _ path: String) -> Bool {
    var (own, named) = (stat(), stat())
    return fstat(number, &own) == 0 && lstat(path, &named) == 0 && own.st_ino == named.st_ino
      && own.st_dev == named.st_dev
  }

  /// Gives it the owner and the rights of the file whose place it takes; rights are more important.
  func adopt(owner: stat?, mode: Int?) throws(FunctionFailure) {
    if let owner { _ = fchown(file.number, owner.st_uid, owner.st_gid) }
    guard let mode else { return }
    guard fchmod(file.number, mode_t(mode)) == 0 else { throw FunctionFailure(SystemError.last("set mode of", path)) }
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(FunctionFailure) {
    do throws(SystemError) {
      try file.writeAll(Array(bytes))
    } catch {
      throw FunctionFailure(SystemError(operation: "write", subject: path, code: error.code))
    }
  }

  /// Puts it in the place of `target`, when it is on disk.
  func replace(_ target: String) throws(FunctionFailure) {
    guard fsync(file.number) == 0 else { throw FunctionFailure(SystemError.last("write", path)) }
    guard rename(path, target) == 0 else { throw FunctionFailure(SystemError.last("replace", target)) }
    file.close()
  }

  /// Removes it.
  func remove() {
    _ = unlink(path)
    file.close()
  }
}
