internal import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension FunctionFailure {
  /// What the system has refused, by the kind that it is of.
  init(_ error: SystemError) {
    let kind: Kind =
      switch error.code {
      case ENOENT, ENOTDIR: .missing
      case EACCES, EPERM, EROFS: .denied
      case EISDIR, ENXIO, ENODEV, ELOOP, ENAMETOOLONG: .wrongFile
      case ENOSPC, EDQUOT, EFBIG: .diskFull
      default: .file
      }
    self.init(kind, error.message)
  }

  /// What stands in the place of a file and is none.
  static func noFile(_ path: String, _ mode: mode_t) -> FunctionFailure {
    let kind =
      switch mode & S_IFMT {
      case S_IFDIR: "folder"
      case S_IFIFO: "pipe"
      case S_IFSOCK: "socket"
      default: "device"
      }
    return FunctionFailure(.wrongFile, "\(path) is a \(kind), not a file")
  }
}
