public import Templates
internal import Values

/// What an action does in a rehearsal (design 9).
public struct ScriptStep: Sendable {
  /// How it ends.
  public enum Ending: Sendable, Equatable {
    /// As it should: exit 0, or the first status that is wanted; a question is answered with yes.
    case pass
    /// As it should not: exit 1, or status 500.
    case fail
    /// So that nobody can tell: exit 75, or no such host.
    case unknown
    /// Not in its time, although it would heed being asked to end.
    case timeout
    /// Not at all: only force ends it.
    case hang
    case exit(Int)
    case status(Int)
    /// Well, and somebody presses Ctrl-C meanwhile.
    case cancel
    /// Not at all: pyflow dies while it runs.
    case crash
    /// Well; meanwhile an operator wants this of the rollout that the node belongs to.
    case wish(RolloutEvent)
    /// A question is answered with no.
    case reject
    /// A question is not answered.
    case wait

    /// Whether it happens once, although nothing follows it: what was stopped or has died is taken up only once.
    var happensOnce: Bool { self == .crash || isDisturbed }

    /// Whether somebody wants it, or its rollout, to go on otherwise while it runs.
    var isDisturbed: Bool {
      switch self {
      case .cancel, .wish: true
      default: false
      }
    }

    /// Whether the action has done what it is there for.
    public var isGood: Bool { self == .pass || self == .exit(0) || isDisturbed }
  }

  /// How it ends.
  public var ending: Ending
  /// What it prints; what the scripted world has for it if nothing.
  public var output: ValueTemplate?
  /// What it prints on its standard error.
  public var errorOutput: ValueTemplate?
  /// Whether what it prints is JSON, a text too.
  public var isJSON = false
  /// Header fields of an answer.
  public var headers: [(name: String, value: ValueTemplate)] = []
  /// What a function gives.
  public var outputs: ValueTemplate?
  /// What is filled in with an approval.
  public var fields: ValueTemplate?
  /// Who answers a question, as runbooks name approvers; whoever may if empty.
  public var people: [String] = []
  /// How long it takes.
  public var take: Duration
  /// How often in a row; of the last step for ever if nothing is said, unless it can happen but once.
  public var times: Int?
  /// Whether it does its work in the world, such as moving traffic; as its ending says if nothing.
  public var moves: Bool?
  /// What is different in the world afterwards.
  public var changes: [ScriptedScene.Change] = []

  /// A step; `output` is a text as it is.
  public init(
    _ ending: Ending, output: String? = nil, take: Duration = .seconds(1), times: Int? = nil, moves: Bool? = nil
  ) {
    self.ending = ending
    self.output = output.map { .literal(.string($0)) }
    self.take = take
    self.times = times
    self.moves = moves
  }

  /// What is not scripted succeeds in a second (design 9).
  public static let usual = ScriptStep(.pass)
}
