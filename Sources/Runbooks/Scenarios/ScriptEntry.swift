public import Templates
public import Text

/// What a node does in a scenario, one time after another (design 9).
public struct ScriptEntry: Sendable {
  /// How something ends.
  public enum Ending: Sendable, Equatable {
    case word(ScriptWord)
    /// An exit code.
    case code(Int)
    /// The status of an answer.
    case status(Int)
  }

  /// What it does once, or several times in a row.
  public struct Step: Sendable {
    /// How it ends.
    public var ending = Ending.word(.pass)
    /// What it prints.
    public var stdout: ValueTemplate?
    /// What it prints on its standard error.
    public var stderr: ValueTemplate?
    /// What it prints, as data.
    public var json: ValueTemplate?
    /// Header fields of an answer.
    public var headers: [(name: String, value: ValueTemplate)] = []
    /// What a function gives.
    public var outputs: ValueTemplate?
    /// What is filled in with an approval.
    public var fields: ValueTemplate?
    /// Who answers; who may if empty.
    public var people: [Located<String>] = []
    /// How long it takes.
    public var take: Duration?
    /// How often in a row; for ever if it is the last one and nothing is said.
    public var times: Int?
    /// Whether it does its work in the world; as it ends if nothing.
    public var moves: Bool?
    /// What is different in the world afterwards.
    public var changes: [WorldChange] = []
    /// Where it stands.
    public let span: ByteSpan
    /// Where its keys stand, if it is a table.
    public var keys: [ScriptKey: ByteSpan] = [:]

    init(at span: ByteSpan) { self.span = span }
  }

  /// The id, or the pattern of ids.
  public let pattern: Located<String>
  /// What it does.
  public let steps: [Step]
}

/// Something that becomes different in the world of a scenario.
public struct WorldChange: Sendable {
  /// What.
  public let key: Located<String>
  /// What it becomes.
  public let value: ValueTemplate
}
