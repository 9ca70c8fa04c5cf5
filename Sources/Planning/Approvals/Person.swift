/// A user of the operating system who starts or answers something.
///
/// What counts is the user's number. Names and groups come from the system's own files, and whom `sudo` says it was called
/// by is a claim: it can only keep somebody from approving, never allow it.
public struct Person: Sendable, Equatable {
  /// The user's name.
  public var name: String
  /// The user's number.
  public var userID: Int
  /// The names of the groups that the user is a member of.
  public var groups: [String]
  /// The machine.
  public var host: String
  /// Whom `sudo` was called by.
  public var sudoUser: String?
  /// The number of that user.
  public var sudoUserID: Int?

  /// A person.
  public init(
    name: String, userID: Int, groups: [String] = [], host: String = "", sudoUser: String? = nil, sudoUserID: Int? = nil
  ) {
    self.name = name
    self.userID = userID
    self.groups = groups
    self.host = host
    self.sudoUser = sudoUser
    self.sudoUserID = sudoUserID
  }

  /// The person for messages: "ann", "root (sudo by ann)".
  public var text: String { sudoUser.map { "\(name) (sudo by \($0))" } ?? name }

  /// Whether they may be one and the same person: the users are, or one called `sudo` to become the other.
  public func mayBe(_ other: Person) -> Bool { !userIDs.isDisjoint(with: other.userIDs) }

  private var userIDs: Set<Int> { Set([userID, sudoUserID].compactMap { $0 }) }
}
