internal import Planning

/// Users and groups as the texts of `/etc/passwd` and `/etc/group` list them (passwd(5), group(5)).
struct UserTable {
  /// A user.
  struct User: Equatable {
    let name: String
    let id: Int
    /// The number of the primary group.
    let group: Int
  }

  /// A group.
  struct Group: Equatable {
    let name: String
    let id: Int
    let members: [String]
  }

  let users: [User]
  let groups: [Group]

  /// The table that the two texts make; lines of another form are passed over.
  init(passwd: String, group: String) {
    users = Self.rows(passwd).compactMap { fields in
      guard fields.count > 3, let id = Int(fields[2]), let group = Int(fields[3]) else { return nil }
      return User(name: String(fields[0]), id: id, group: group)
    }
    groups = Self.rows(group).compactMap { fields in
      guard fields.count > 3, let id = Int(fields[2]) else { return nil }
      return Group(name: String(fields[0]), id: id, members: fields[3].split(separator: ",").map(String.init))
    }
  }

  private static func rows(_ text: String) -> [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
  }

  /// The names of the groups of a user, the primary one included.
  func groupNames(of user: User) -> [String] {
    groups.filter { $0.id == user.group || $0.members.contains(user.name) }.map(\.name)
  }

  /// The person behind a user's number; one that is not listed is called by that number.
  func person(_ id: Int) -> Person {
    users.first { $0.id == id }.map(person) ?? Person(name: String(id), userID: id)
  }

  /// The person of a name; nothing if there is no such user.
  func person(named name: String) -> Person? { users.first { $0.name == name }.map(person) }

  private func person(_ user: User) -> Person {
    Person(name: user.name, userID: user.id, groups: groupNames(of: user))
  }
}
