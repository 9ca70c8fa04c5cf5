public import Templates
public import Text
public import Values

/// A runbook to run as one node (design 3.4).
public struct RunbookCallDeclaration: Sendable {
  /// A value for one of its variables.
  public struct Argument: Sendable {
    /// The variable's name.
    public let name: String
    /// Where the name stands.
    public let nameSpan: ByteSpan
    /// Its value.
    public var value: ValueTemplate
  }

  /// The file; a relative path begins at the folder of the runbook that names it.
  public let path: Field<String>
  /// Where it stands.
  public let pathSpan: ByteSpan
  /// What it is given.
  public var arguments: [Argument] = []
}
