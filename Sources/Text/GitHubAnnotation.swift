/// What GitHub shows beside a line of a file, or for the whole step: the command `::error file=…,line=…,title=…::message`.
///
/// The form is that of the runner's parser: properties that are empty are left out, columns of a stretch over several lines too,
/// because it drops both.
public struct GitHubAnnotation: Sendable, Equatable {
  /// How much it matters.
  public enum Kind: String, Sendable {
    case error, warning, notice
  }

  /// The most characters of a message, in UTF-16 units, that the runner keeps.
  public static let longestMessage = 4096
  /// The most annotations of a kind that it keeps for a step.
  public static let mostOfAKind = 10

  /// How much it matters.
  public var kind: Kind
  /// What it is, in a few words.
  public var title: String
  /// What there is to say.
  public var message: String
  /// The file, from the folder that the repository was checked out into.
  public var file: String?
  /// The stretch of it.
  public var range: (start: TextPosition, end: TextPosition)?

  /// An annotation of the whole step.
  public init(_ kind: Kind, title: String, message: String) {
    self.kind = kind
    self.title = title
    self.message = message
  }

  /// Whether both come to the same command.
  public static func == (one: Self, other: Self) -> Bool { one.command == other.command }

  /// The command, without the end of its line.
  public var command: String {
    var properties: [String] = []
    if let file { properties.append("file=" + GitHubEscaping.property(file)) }
    if let (start, end) = range {
      properties.append("line=\(start.line),endLine=\(end.line)")
      if start.line == end.line { properties.append("col=\(start.column),endColumn=\(end.column)") }
    }
    if !title.isEmpty { properties.append("title=" + GitHubEscaping.property(title)) }
    return "::\(kind.rawValue) \(properties.joined(separator: ","))::\(GitHubEscaping.message(shortMessage))"
  }

  private var shortMessage: String {
    if message.utf16.count <= Self.longestMessage { return message }
    return Self.beginning(of: message, units: Self.longestMessage - 2) + " …"
  }

  /// As many whole characters as have at most `units` UTF-16 units.
  static func beginning(of text: String, units: Int) -> Substring {
    var rest = units
    return text.prefix { character in
      rest -= character.utf16.count
      return rest >= 0
    }
  }
}
