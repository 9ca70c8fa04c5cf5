#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Files that are replaced as a whole.
extension Folder {
  /// Puts a new file in the place of the one at `path`: whoever reads sees the old one or the new one, if it is synced after a
  /// power cut too.
  ///
  /// Whoever replaces the same file must be kept from it meanwhile.
  public static func replace(
    _ path: String, by bytes: [UInt8], for access: FileAccess = .userAlone, isSynced: Bool = true
  ) throws(SystemError) {
    let other = path + ".new"
    try write(bytes, to: other, for: access, isSynced: isSynced, mustBeNew: true)
    guard rename(other, path) == 0 else { throw .last("replace", path) }
    if isSynced { try sync(of: path) }
  }

  /// Removes the file at `path`.
  public static func removeFile(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 else { throw .last("remove", path) }
  }
}
