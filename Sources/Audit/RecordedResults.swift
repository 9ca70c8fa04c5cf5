public import Planning
internal import Running
internal import Values

/// What the nodes of the runs of a file gave, as their records tell: what a later run can take over (design 10).
public struct RecordedResults: Sendable {
  /// A node that ended.
  public struct Node: Sendable {
    /// How it ended.
    public var status = ""
    /// What is known of it besides texts.
    public var result: ReusedResult
    /// Texts that it printed, and its outputs as JSON.
    public var contents: [ResultAttribute: RecordedContent] = [:]
    /// Whether a selection left it out.
    public var isLeftOut = false
  }

  /// A run.
  public struct Run: Sendable {
    /// Its id.
    public let id: String
    /// The SHA-256 of its runbook.
    public var runbook = ""
    /// The run of which it took results itself.
    public var reused: String?
    /// Its nodes that ended, by id.
    public var nodes: [String: Node] = [:]
  }

  /// The runs, in the order of their first records.
  public private(set) var runs: [Run] = []
  private var indexes: [String: Int] = [:]

  /// Results of which no record was read.
  public init() {}

  /// Takes in a line of the file, without its newline; one that is no record is passed over.
  public mutating func add(_ line: ArraySlice<UInt8>) {
    if let record = AuditRecord(line) { add(record) }
  }

  /// Takes in the next record.
  public mutating func add(_ record: AuditRecord) {
    if record.run.isEmpty { return }
    let index = indexes[record.run] ?? runs.count
    if index == runs.count {
      runs.append(Run(id: record.run))
      indexes[record.run] = index
    }
    runs[index].add(record)
  }

  /// What a node gave in a run, or in the one that this took it from; with the id of the run in which it ran.
  public func node(_ id: String, of index: Int) -> Node? {
    var index: Int? = index
    while let current = index {
      let node = runs[current].nodes[id]
      guard node?.isLeftOut ?? false, let earlier = runs[current].reused else { return node }
      // Only earlier runs, so that this ends whatever the file says.
      index = indexes[earlier].flatMap { $0 < current ? $0 : nil }
    }
    return nil
  }
}

extension RecordedResults.Run {
  fileprivate mutating func add(_ record: AuditRecord) {
    guard let id = record[.node]?.string else {
      guard record.kind == .runStarted else { return }
      runbook = record[.runbook]?.map?[AuditField.sha256.rawValue]?.string ?? ""
      reused = record[.reuse]?.string
      return
    }
    switch record.kind {
    case .nodeStarted: change(id) { $0.begin(at: record.time) }
    case .nodeSkipped:
      change(id) { node in
        node.status = record[.status]?.string ?? ""
        node.isLeftOut = record[.reason]?.map?[AuditField.code.rawValue]?.string == Reason.selection.code
      }
    case .nodeFinished: change(id) { $0.finish(record) }
    case .approvalRequested where record[.moment]?.string == ApprovalRequest.Moment.after.rawValue:
      change(id) { $0.add(record) }
    default: break
    }
  }

  private mutating func change(_ id: String, _ body: (inout RecordedResults.Node) -> Void) {
    body(&nodes[id, default: RecordedResults.Node(result: ReusedResult(run: self.id))])
  }
}

extension RecordedResults.Node {
  /// What an attempt before gave counts no more.
  fileprivate mutating func begin(at time: Timestamp?) {
    result.startedAt = result.startedAt ?? time
    (result.exitCode, result.httpStatus, result.masked) = (nil, nil, [])
  }

  fileprivate mutating func finish(_ record: AuditRecord) {
    status = record[.status]?.string ?? ""
    result.duration = .milliseconds(record[.durationMs]?.int ?? 0)
    add(record)
  }

  /// Takes in what the node has done, which is on record before its end if a person is asked about it.
  fileprivate mutating func add(_ record: AuditRecord) {
    result.attempts = record[.attempt]?.int ?? 1
    // A node that did its work before the run was taken up again ends without a process.
    result.exitCode = record[.exitCode]?.int ?? result.exitCode
    result.httpStatus = record[.httpStatus]?.int ?? result.httpStatus
    for attribute in (record[.masked]?.list ?? []).compactMap(\.string).compactMap(ResultAttribute.init) {
      result.masked.insert(attribute)
    }
    add(.stdout, record[.stdout])
    add(.stderr, record[.stderr])
    add(.outputs, record[.outputs])
    add(.headers, record[.headers])
  }

  private mutating func add(_ attribute: ResultAttribute, _ value: Value?) {
    if let content = RecordedContent(value, of: result.run) {
      contents[attribute] = content
    } else if let values = value?.map {
      if attribute == .headers { result.headers = values } else { result.outputs = values }
    }
  }
}
