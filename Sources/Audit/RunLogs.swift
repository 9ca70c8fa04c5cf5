public import Running
internal import Values

/// The output logs of a run, in the order in which what they hold started: the fold from its records.
public struct RunLogs: Sendable {
  /// The log of one attempt of a node, or of what undoes it.
  public struct Log: Sendable, Equatable {
    /// The node's id.
    public let node: String
    /// What the node does, or its rollback.
    public let step: Step
    /// The attempt, counted from 1.
    public let attempt: Int
    /// Whether nothing more comes.
    public fileprivate(set) var hasEnded = false
    /// Whether the records tell of a file: a process that prints nothing has none.
    public fileprivate(set) var hasFile = false
  }

  private struct Key: Hashable {
    let node: String
    let step: Step
  }

  /// The logs.
  public private(set) var logs: [Log] = []
  private let run: String
  private var open: [Key: Int] = [:]

  /// The logs of a run of which no record was read.
  public init(of run: String) { self.run = run }

  /// Takes in the next record of any run.
  public mutating func add(_ record: AuditRecord) {
    guard record.run == run else { return }
    switch record.kind {
    case .nodeStarted: begin(record, .run)
    case .rollbackStarted: begin(record, .rollback)
    case .nodeRetrying, .nodeFinished, .failureAsked: end(record, .run)
    case .rollbackRetrying, .rollbackFinished: end(record, .rollback)
    case .approvalRequested where record[.moment]?.string == ApprovalRequest.Moment.after.rawValue: end(record, .run)
    case .runFinished, .runResumed:
      for index in open.values { logs[index].hasEnded = true }
      open = [:]
    default: break
    }
  }

  private mutating func begin(_ record: AuditRecord, _ step: Step) {
    guard let node = record[.node]?.string, let attempt = record[.attempt]?.int, attempt > 0 else { return }
    open[Key(node: node, step: step)] = logs.count
    logs.append(Log(node: node, step: step, attempt: attempt))
  }

  private mutating func end(_ record: AuditRecord, _ step: Step) {
    guard let node = record[.node]?.string, let index = open.removeValue(forKey: Key(node: node, step: step)) else {
      return
    }
    logs[index].hasEnded = true
    logs[index].hasFile = record[.log] != nil
  }
}
