internal import Planning
public import Values

/// What a node that has ended left for others to read (design 4: `nodes.ID.…`).
public struct NodeResult: Sendable {
  /// Exit code of a command, status of an HTTP answer.
  public var exitCode: Int?
  /// The status of an HTTP answer.
  public var httpStatus: Int?
  /// What it printed, as far as it was kept; of an HTTP node the answer's body.
  public var stdout: [UInt8] = []
  /// What it printed on its standard error, as far as it was kept.
  public var stderr: [UInt8] = []
  /// Its output as data, where `parse` demands it.
  public var parsed: Value?
  /// Its outputs, once it has succeeded.
  public var outputs: ValueMap?
  /// How long it ran.
  public var duration: Duration = .zero
  /// When it started.
  public var startedAt: Timestamp?

  /// What of it is not what it was, because a run was taken up again and the secrets in it are on no record.
  var masked: Set<ResultAttribute> = []

  /// An empty result.
  public init() {}

  /// What a process or request left.
  init(of result: ActionResult) {
    stdout = result.stdout
    stderr = result.stderr
    exitCode = result.ending.code
    outputs = result.outputs
    if case .answered(let status) = result.ending { httpStatus = status }
  }
}
