public import Values

/// What a node that a selection leaves out gave in an earlier run, for the nodes that read it (design 10).
public struct ReusedResult: Sendable, Equatable {
  /// The run in which it ran.
  public let run: String
  /// Exit code of a command.
  public var exitCode: Int?
  /// The status of an HTTP answer.
  public var httpStatus: Int?
  /// What it printed, as far as it was kept.
  public var stdout: String?
  /// What it printed on its standard error, as far as it was kept.
  public var stderr: String?
  /// Its outputs.
  public var outputs: ValueMap?
  /// The header fields of its answer.
  public var headers: ValueMap?
  /// What of this was recorded with secrets replaced, and so is not what it was.
  public var masked: Set<ResultAttribute> = []
  /// Its attempts.
  public var attempts = 1
  /// How long it ran.
  public var duration: Duration = .zero
  /// When it started.
  public var startedAt: Timestamp?

  /// A result of which nothing is known but the run.
  public init(run: String) {
    self.run = run
  }
}

/// Why nothing can be taken of a node from an earlier run.
public enum ReuseFailure: Error, Sendable, Equatable {
  /// The run had no such node, or did not come to it.
  case notRun
  /// It ended in another way than well.
  case ended(String)
  /// The file that its results were written to is gone, or is another one.
  case fileChanged(String)
}

/// The results of an earlier run.
public struct ReusedResults: Sendable {
  /// The run, as it was found.
  public let run: String
  /// The SHA-256 of its runbook, in hexadecimal.
  public let runbook: String
  /// Of each of its nodes.
  public let nodes: [String: Result<ReusedResult, ReuseFailure>]

  /// The results of a run.
  public init(run: String, runbook: String, nodes: [String: Result<ReusedResult, ReuseFailure>]) {
    self.run = run
    self.runbook = runbook
    self.nodes = nodes
  }

  /// What a node gave.
  func result(of id: String) -> Result<ReusedResult, ReuseFailure> { nodes[id] ?? .failure(.notRun) }
}

extension ReusedResult {
  /// What is missing of what a node reads of this one; nothing if all is there.
  func lacks(_ attribute: ResultAttribute, of node: PlanNode) -> SelectionProblem.Lack? {
    let source = attribute.recorded
    if masked.contains(source) { return .masked(source.rawValue) }
    switch source {
    // Where one was recorded, the other one was too, unless it was empty.
    case .stdout, .stderr: return stdout == nil ? .missing(source.rawValue) : nil
    case .exitCode: return exitCode ?? httpStatus == nil ? .missing(source.rawValue) : nil
    case .outputs:
      let missing = node.outputs.first { outputs?[$0.name] == nil }
      return missing.map { .missing("outputs.\($0.name)") }
    case .headers: return headers == nil ? .missing(source.rawValue) : nil
    case .status, .json, .attempts, .duration, .startedAt: return nil
    }
  }
}

extension ResultAttribute {
  /// What it is read from, as it is recorded.
  public var recorded: ResultAttribute { self == .json ? .stdout : self }
}

extension PlanNode {
  /// The nodes of which it reads what `result` has only with secrets replaced.
  public func nodesReadMasked(in result: (Int) -> ReusedResult?) -> [Int] {
    readings.filter { result($0.target)?.masked.contains($0.attribute.recorded) ?? false }.map(\.target)
  }
}
