public import Planning

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The users of the operating system, read from its files: in a static executable the C library's own look-up does not work.
public enum UserDatabase {
  /// The number of the user that this process acts as.
  public static var currentUserID: Int { Int(geteuid()) }

  /// The name of that user; its number where the files do not list it.
  public static var currentUserName: String { person(currentUserID).name }

  /// The table as the files are now.
  static var table: UserTable {
    UserTable(
      passwd: FileReader.systemFile("/etc/passwd") ?? "", group: FileReader.systemFile("/etc/group") ?? "")
  }

  /// The person behind a user's number.
  public static func person(_ id: Int) -> Person { table.person(id) }

  /// The person of a name; nothing if there is no such user.
  public static func person(named name: String) -> Person? { table.person(named: name) }

  /// The number of a group; nothing if there is no such group.
  public static func group(named name: String) -> Int? { table.groups.first { $0.name == name }?.id }

  /// Whoever runs this process, with whom `sudo` says it was called by.
  public static func currentPerson(_ environment: [String: String]) -> Person {
    var person = person(currentUserID)
    person.host = OwnProcess.hostName
    person.sudoUser = environment["SUDO_USER"].map { String($0.prefix(200)) }
    person.sudoUserID = environment["SUDO_UID"].flatMap { Int($0) }
    return person
  }

  /// Whether this process may give files to a group.
  public static func isMember(of group: Int) -> Bool {
    if geteuid() == 0 || Int(getegid()) == group { return true }
    var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
    let count = getgroups(Int32(groups.count), &groups)
    return groups.prefix(max(0, Int(count))).contains { Int($0) == group }
  }
}
