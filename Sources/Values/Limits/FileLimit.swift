/// How many files a process may have open at once (`RLIMIT_NOFILE`).
public struct FileLimit: Sendable, Equatable {
  /// The number; its input, output and errors are three of them, and a program is read through a fourth.
  public let count: Int
}

extension FileLimit: ValueConvertible {
  /// What it is written as.
  public static var typeName: String { "a number of at least 4, as three files are open from the start" }

  /// A number of files with which a program can start.
  public static func convert(_ value: Value) -> FileLimit? {
    Int.convert(value).flatMap { $0 >= 4 ? FileLimit(count: $0) : nil }
  }
}
