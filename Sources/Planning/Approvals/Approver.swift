/// Who may approve: a user, or the members of a group, of the operating system.
public enum Approver: Sendable, Hashable {
  case user(String)
  case group(String)

  private static let groupPrefix = "group:"

  /// Whom a runbook names; nothing if it names nobody.
  public init?(_ text: String) {
    let name = text.hasPrefix(Self.groupPrefix) ? String(text.dropFirst(Self.groupPrefix.count)) : text
    // These end names in the files in which the system keeps them.
    if name.isEmpty || name.contains(where: { $0 == ":" || $0 == "," || $0.isNewline }) { return nil }
    self = name == text ? .user(name) : .group(name)
  }

  /// The approver as a runbook names it.
  public var text: String {
    switch self {
    case .user(let name): name
    case .group(let name): Self.groupPrefix + name
    }
  }

  /// Whether this is the person, or a group of theirs.
  public func covers(_ person: Person) -> Bool {
    switch self {
    case .user(let name): person.name == name
    case .group(let name): person.groups.contains(name)
    }
  }
}
