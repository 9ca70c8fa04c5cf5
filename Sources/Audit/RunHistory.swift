public import Running
public import Values

/// A run as its records tell of it: the fold from records to state.
public struct RunHistory: Sendable {
  /// A node of the run.
  public struct Node: Sendable {
    /// Its id.
    public let id: String
    /// Where it stands.
    public var status = "pending"
    /// Its last attempt.
    public var attempt = 0
    /// Why it ended as it did.
    public var reason: String?
    /// What it did.
    public var command: String?
    /// Exit code or HTTP status.
    public var exitCode: Int?
    /// When it started.
    public var startedAt: Timestamp?
    /// How long it ran, in milliseconds.
    public var milliseconds: Int?
    /// The log file.
    public var log: String?
    /// How its rollback ended, or stands.
    public var rollback: String?
    /// The node whose success closed its rollback.
    public var closedBy: String?
    /// What was seen of what it changes, before it and after it.
    public var captures: [Capture] = []
    /// Who approved or rejected it.
    public var person: String?
  }

  /// What was seen of what a node changes.
  public struct Capture: Sendable {
    /// `before` or `after` the node.
    public let moment: String
    /// Why it could not be seen.
    public let reason: String?
    /// Whether it is something else than before; nothing if that cannot be told.
    public let isChanged: Bool?
    /// What differs: the lines, a list of places, or the file that has them.
    public let difference: Value?
  }

  /// The run's id.
  public let id: String
  /// Its title.
  public private(set) var title = ""
  /// How it ended; nothing if the file does not say.
  public private(set) var status: String?
  /// Its first record's time.
  public private(set) var startedAt: Timestamp?
  /// Its last record's time.
  public private(set) var endedAt: Timestamp?
  /// How long it took, in milliseconds; nothing if it has not ended.
  public private(set) var milliseconds: Int?
  /// Who started it, and where.
  public private(set) var user = ""
  /// The machine that it ran on.
  public private(set) var host = ""
  /// The variables with their sources.
  public private(set) var variables: [(name: String, value: Value, source: String)] = []
  /// The node whose failure came first.
  public private(set) var cause: String?
  /// Why it ended, where that is not a node's failure or a signal.
  public private(set) var reason: String?
  /// The signal that ended it.
  public private(set) var signal: String?
  /// Whether what was done was to be undone, and who said so, where that was asked.
  public private(set) var rollbackDecision: (isGranted: Bool, person: String)?
  /// The nodes of the plan, in its order.
  public private(set) var nodes: [Node] = []
  /// The number of its records.
  public private(set) var recordCount = 0
  private var indexes: [String: Int] = [:]

  /// A run of which no record was read.
  public init(id: String) {
    self.id = id
  }

  /// Takes in the run's next record.
  ///
  /// Kinds that are not known are counted and passed over.
  public mutating func add(_ record: AuditRecord) {
    recordCount += 1
    endedAt = record.time
    switch record.kind {
    case .runStarted: addStart(record)
    case .runPlan: for node in record[.nodes]?.list ?? [] { addPlanned(node) }
    case .nodeReady: change(record) { $0.status = NodeStatus.ready.rawValue }
    case .nodeStarted: change(record) { Self.start(&$0, record) }
    case .nodeRetrying: change(record) { $0.status = NodeStatus.waiting.rawValue }
    case .rollbackStarted: change(record) { $0.rollback = NodeStatus.running.rawValue }
    case .rollbackRetrying: change(record) { $0.rollback = NodeStatus.waiting.rawValue }
    case .rollbackFinished: change(record) { $0.rollback = record[.status]?.string }
    case .nodeFinished: change(record) { Self.finish(&$0, record) }
    case .nodeSkipped:
      change(record) { node in
        node.status = record[.status]?.string ?? NodeStatus.skipped.rawValue
        node.reason = record[.reason]?.map?[AuditField.message.rawValue]?.string
      }
    case .stateCaptured: change(record) { $0.captures.append(Capture(record)) }
    case .approvalRequested:
      change(record) { node in
        node.status = NodeStatus.waiting.rawValue
        node.command = record.text(.question)
      }
    case .approvalGranted, .approvalRejected: change(record) { $0.person = record[.by]?.string }
    case .rollbackClosed:
      for id in record[.nodes]?.list ?? [] {
        if let index = id.string.flatMap({ indexes[$0] }) { nodes[index].closedBy = record[.node]?.string }
      }
    case .rollbackGranted, .rollbackRejected:
      rollbackDecision = (record.kind == .rollbackGranted, record[.by]?.string ?? "")
    case .runInterrupted: signal = record[.signal]?.string
    case .runFinished:
      status = record[.status]?.string
      cause = record[.cause]?.string
      reason = record[.reason]?.map?[AuditField.message.rawValue]?.string
      milliseconds = record[.durationMs]?.int
    case .lockAcquired, .lockReleased, .logRepaired, .rollbackRequested, nil: break
    }
  }

  private mutating func addStart(_ record: AuditRecord) {
    title = record.text(.title) ?? ""
    startedAt = record.time
    let who = record[.who]?.map
    user = who?[AuditField.user.rawValue]?.string ?? ""
    host = who?[AuditField.host.rawValue]?.string ?? ""
    for (name, entry) in record[.variables]?.map?.entries ?? [] {
      // Members of another form name the file that large variables went to.
      guard let entry = entry.map else { continue }
      let source = entry[AuditField.source.rawValue]?.string ?? ""
      variables.append((name.string ?? "", entry[AuditField.value.rawValue] ?? .null, source))
    }
  }

  private mutating func addPlanned(_ node: Value) {
    guard let id = node.map?["id"]?.string, indexes[id] == nil else { return }
    indexes[id] = nodes.count
    nodes.append(Node(id: id))
  }

  private mutating func change(_ record: AuditRecord, _ body: (inout Node) -> Void) {
    guard let id = record[.node]?.string, let index = indexes[id] else { return }
    body(&nodes[index])
  }

  private static func start(_ node: inout Node, _ record: AuditRecord) {
    node.status = NodeStatus.running.rawValue
    node.attempt = record[.attempt]?.int ?? 0
    node.startedAt = record.time
    node.command = record.text(.command) ?? record.text(.request) ?? record.text(.question)
  }

  private static func finish(_ node: inout Node, _ record: AuditRecord) {
    node.status = record[.status]?.string ?? ""
    node.reason = record[.reason]?.map?[AuditField.message.rawValue]?.string
    node.exitCode = record[.exitCode]?.int ?? record[.httpStatus]?.int
    node.milliseconds = record[.durationMs]?.int
    node.log = record[.log]?.map?[AuditField.path.rawValue]?.string
  }

  /// The number of nodes in a state.
  public func count(_ status: NodeStatus) -> Int {
    nodes.count { $0.status == status.rawValue }
  }
}

extension RunHistory.Capture {
  fileprivate init(_ record: AuditRecord) {
    moment = record[.moment]?.string ?? ""
    reason = record[.reason]?.map?[AuditField.message.rawValue]?.string
    if case .bool(let flag)? = record[.changed] { isChanged = flag } else { isChanged = nil }
    difference = record[.difference]
  }
}
