#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The users of the operating system, read from `/etc/passwd`: in a static executable the C library's own look-up does not work.
public enum UserDatabase {
  /// The number of the user that this process acts as.
  public static var currentUserID: Int { Int(geteuid()) }

  /// The name of that user; its number where the file does not list it.
  public static var currentUserName: String {
    name(of: currentUserID) ?? String(currentUserID)
  }

  /// The name of a user.
  static func name(of user: Int) -> String? {
    guard let text = FileReader.systemFile("/etc/passwd") else { return nil }
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields.count > 2, Int(fields[2]) == user { return String(fields[0]) }
    }
    return nil
  }
}
