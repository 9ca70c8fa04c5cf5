public import Planning
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
    /// How often it was begun anew, counted from 1.
    public var generation = 1
    /// Its place among all starts of the run; nothing if it never started.
    public var start: Int?
    /// The samples of its last attempt, if it is polled.
    public var samples = 0
    /// Why it ended as it did.
    public var reason: String?
    /// The word for that.
    public var reasonCode: String?
    /// Whether it failed with permission.
    public var isAllowed = false
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
    /// Why undoing it has failed.
    public var rollbackReason: String?
    /// The log file of what undid it, or failed to.
    public var rollbackLog: String?
    /// How often it was tried to undo it.
    public var rollbackAttempts = 0
    /// Whether something has to undo it, if the run is undone.
    public var isRegistered = false
    /// What people were asked about it, the last time.
    public var question: QuestionHistory?
    /// Who has said what to do about its failure.
    public var decider: String?
    /// The node whose success closed its rollback.
    public var closedBy: String?
    /// Where it stands as a rollout, if it is one.
    public internal(set) var rollout: PastRollout?
    /// Which rollout it is, as its plan says, if it is one.
    public internal(set) var strategy: PlanStrategy.Kind?
    /// What that changes.
    public internal(set) var target: String?
    /// How it has ended as a rollout, or stands, if it has come to change something.
    public internal(set) var rolloutEnd: RolloutEnd?
    /// What was seen of what it changes, before it and after it.
    public var captures: [Capture] = []
    /// Who approved or rejected it.
    public var person: String? {
      guard let decisions = question?.decisions, !decisions.isEmpty else { return nil }
      return decisions.map(\.by).joined(separator: ", ")
    }
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
  /// The line of its first record, from 1.
  public let line: Int
  /// Whether its first record was read, which tells how it was begun.
  public private(set) var hasStart = false
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
  /// Who started it, as far as the rules of approvals ask.
  public private(set) var requester: Person?
  /// The variables with their sources.
  public private(set) var variables: [RunStart.Variable] = []
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
  /// The process that carries it out, or did last.
  public private(set) var process: RunProcess?
  /// How often it was taken up again.
  public private(set) var resumptions = 0
  /// What it was begun, or taken up again, for, the last time.
  public private(set) var purpose = RunPurpose.run
  /// When it was begun, or taken up again, the last time.
  public private(set) var begunAt: Timestamp?
  /// Who has taken it up the last time, if it was.
  public private(set) var resumer: Person?
  /// Who wants it to pause, while it goes on.
  public private(set) var pauser: Person?
  /// The nodes from which it was to run again, of which nothing was heard since.
  public private(set) var begunAnew: [String] = []
  /// Whether a person has said since it ended that a node of it stands otherwise.
  public private(set) var isReopened = false
  /// What channels were told of it.
  public private(set) var notified = NotificationHistory()
  private var startCount = 0
  private var indexes: [String: Int] = [:]

  /// A run of which no record was read; the first one stands in `line`.
  public init(id: String, line: Int = 1) {
    self.id = id
    self.line = line
  }

  /// Takes in the run's next record.
  ///
  /// Kinds that are not known are counted and passed over.
  public mutating func add(_ record: AuditRecord) {
    recordCount += 1
    // That somebody was told is no part of the run, and may come long after it.
    if record.kind == .notifySent || record.kind == .notifyFailed { return notified.add(record) }
    endedAt = record.time
    noteBeginning(record)
    switch record.kind {
    case .runStarted: addStart(record)
    case .runPlan: for node in record[.nodes]?.list ?? [] { addPlanned(node) }
    case .nodeReady: change(record) { $0.status = NodeStatus.ready.rawValue }
    case .nodeRenewed: change(record) { $0.renew(record) }
    case .nodeStarted:
      startCount += 1
      let place = startCount
      change(record) { $0.begin(record, place: place) }
    case .nodeRetrying: change(record) { $0.status = NodeStatus.waiting.rawValue }
    case .nodeSample: change(record) { $0.samples = record[.sample]?.int ?? $0.samples }
    case .rollbackStarted:
      change(record) { node in
        node.rollback = NodeStatus.running.rawValue
        node.rollbackAttempts = record[.attempt]?.int ?? node.rollbackAttempts
      }
    case .rollbackRetrying: change(record) { $0.rollback = NodeStatus.waiting.rawValue }
    case .rollbackFinished:
      change(record) { node in
        node.rollback = record[.status]?.string
        node.rollbackReason = record[.reason]?.map?[AuditField.message.rawValue]?.string
        node.rollbackLog = record[.log]?.map?[AuditField.path.rawValue]?.string
        if node.isUndone { node.isRegistered = false }
      }
    case .nodeFinished: change(record) { $0.finish(record) }
    case .nodeSkipped: change(record) { $0.pass(record) }
    case .nodeStatusSet:
      isReopened = true
      change(record) { $0.set(record) }
    case .rolloutMoved:
      change(record) { node in
        node.rollout = PastRollout(record, after: node.rollout)
        node.rolloutEnd = RolloutEnd(record, of: node.target) ?? node.rolloutEnd
      }
    case .stateCaptured: change(record) { $0.captures.append(Capture(record)) }
    case .approvalRequested:
      change(record) { node in
        node.status = NodeStatus.waiting.rawValue
        node.command = node.command ?? record.text(.question)
        node.question = QuestionHistory(record, after: node.question)
      }
    case .failureAsked: change(record) { $0.status = NodeStatus.waiting.rawValue }
    case .failureAnswered: change(record) { $0.decider = record[.by]?.string }
    case .approvalGranted, .approvalRejected:
      change(record) { node in
        if let decision = Decision(record) { node.question?.add(decision) }
        if node.question?.isOpen == false { node.status = NodeStatus.ready.rawValue }
      }
    case .approvalRefused: change(record) { $0.question?.refuse(user: record[.uid]?.int ?? -1) }
    case .approvalEscalated: change(record) { $0.question?.escalate() }
    case .rollbackClosed:
      for id in record[.nodes]?.list ?? [] {
        guard let index = id.string.flatMap({ indexes[$0] }) else { continue }
        nodes[index].closedBy = record[.node]?.string
        nodes[index].isRegistered = false
      }
    case .rollbackGranted, .rollbackRejected:
      rollbackDecision = (record.kind == .rollbackGranted, record[.by]?.string ?? "")
    case .runResumed: takeUp(record)
    case .rolloutRequested:
      // Nobody is to go forward with what a person wanted to go back.
      if RolloutRequest(record)?.wish == .abort { change(record) { $0.rollout?.wish = .abort } }
    case .runPauseRequested: pauser = PauseRequest(record)?.person
    case .runInterrupted, .runParentDied: signal = record[.signal]?.string ?? signal
    case .runFinished:
      status = record[.status]?.string
      notified.noteEnd(status)
      cause = record[.cause]?.string ?? cause
      reason = record[.reason]?.map?[AuditField.message.rawValue]?.string ?? reason
      milliseconds = record[.durationMs]?.int
      pauser = nil
    case .notifySent, .notifyFailed, .nodeExpanded, .lockAcquired, .lockReleased, .lockReserved, .lockBroken,
      .lockStolen,
      .breakerOpened, .breakerHalfOpen, .breakerClosed, .windowOverridden, .logRepaired, .rollbackRequested, .runSource,
      nil:
      break
    }
  }

  private mutating func takeUp(_ record: AuditRecord) {
    (status, signal, milliseconds, rollbackDecision, pauser) = (nil, nil, nil, nil, nil)
    resumptions += 1
    begunAt = record.time
    resumer = record[.who]?.map.flatMap { Person($0) }
    process = RunProcess(record[.who]?.map)
    isReopened = false
    if let new = record[.variables] { variables = RunStart.variables(in: new) }
    purpose = record[.purpose]?.string.flatMap { RunPurpose(rawValue: $0) } ?? .resume
    if !purpose.isUndoing { (cause, reason) = (nil, nil) }
  }

  /// From which nodes it is to run again stands in `run.resumed`; what follows from that, in the records of its first round.
  ///
  /// A process that dies in between must not leave it half said.
  private mutating func noteBeginning(_ record: AuditRecord) {
    switch record.kind {
    case .runResumed: begunAnew += record[.from]?.list?.compactMap(\.string) ?? []
    case .nodeRenewed, .nodeExpanded, .runPlan, .runSource, .lockAcquired, .lockBroken, .lockStolen, .runPauseRequested,
      .rolloutRequested:
      break
    default: begunAnew = []
    }
  }

  private mutating func addStart(_ record: AuditRecord) {
    hasStart = true
    begunAt = record.time
    title = record.text(.title) ?? ""
    startedAt = record.time
    let who = record[.who]?.map
    user = who?[AuditField.user.rawValue]?.string ?? ""
    host = who?[AuditField.host.rawValue]?.string ?? ""
    requester = who.flatMap { Person($0) }
    process = RunProcess(who)
    variables = RunStart.variables(in: record[.variables])
  }

  private mutating func addPlanned(_ node: Value) {
    guard let id = node.map?["id"]?.string else { return }
    add(id)
    guard let index = indexes[id], let kind = node.map?["type"]?.string.flatMap({ PlanStrategy.Kind(rawValue: $0) })
    else { return }
    nodes[index].strategy = kind
    nodes[index].target = node.map?["target"]?.string
  }

  /// Adds a node, unless it is known; instances that only the run told are first met in what happens to them.
  private mutating func add(_ id: String) {
    guard indexes[id] == nil else { return }
    indexes[id] = nodes.count
    nodes.append(Node(id: id))
  }

  private mutating func change(_ record: AuditRecord, _ body: (inout Node) -> Void) {
    guard let id = record[.node]?.string else { return }
    add(id)
    if let index = indexes[id] { body(&nodes[index]) }
  }

  /// How it ended, or that it has not: whether it goes on is only known where its lock can be asked.
  public func shownStatus(isAlive: Bool?) -> String {
    if let status { return status }
    guard let isAlive else { return "unfinished" }
    if !isAlive { return "orphaned" }
    let isBusy = nodes.contains { $0.status == NodeStatus.running.rawValue }
    return isBusy || waiting.isEmpty ? "running" : RunStatus.waiting.rawValue
  }

  /// The questions that wait for an answer; none once the run has ended otherwise than waiting or halted.
  public var waiting: [WaitingNode] {
    // A run that was paused leaves open what was asked before.
    if let status, status != RunStatus.waiting.rawValue, status != RunStatus.halted.rawValue { return [] }
    return nodes.compactMap { node in
      guard let question = node.question, question.isOpen else { return nil }
      return WaitingNode(run: id, requester: requester, hasEnded: status != nil, node: node.id, question: question)
    }
  }

  /// The number of nodes in a state.
  public func count(_ status: NodeStatus) -> Int {
    nodes.count { $0.status == status.rawValue }
  }
}

extension RunHistory.Node {
  /// Whether it was undone since it last started.
  public var isUndone: Bool { rollback == NodeStatus.succeeded.rawValue }

  fileprivate mutating func begin(_ record: AuditRecord, place: Int) {
    status = NodeStatus.running.rawValue
    attempt = record[.attempt]?.int ?? 0
    start = place
    samples = 0
    isAllowed = false
    rollback = nil
    closedBy = nil
    isRegistered = isRegistered || record[.rollback] == .bool(true)
    question?.end()
    startedAt = record.time
    command = record.text(.command) ?? record.text(.request) ?? record.text(.question)
  }

  fileprivate mutating func finish(_ record: AuditRecord) {
    status = record[.status]?.string ?? ""
    isAllowed = record[.allowed] == .bool(true)
    isRegistered = record[.rollback] == .bool(true)
    question?.end()
    tell(why: record)
    exitCode = record[.exitCode]?.int ?? record[.httpStatus]?.int
    milliseconds = record[.durationMs]?.int
    log = record[.log]?.map?[AuditField.path.rawValue]?.string
  }

  fileprivate mutating func pass(_ record: AuditRecord) {
    status = record[.status]?.string ?? NodeStatus.skipped.rawValue
    tell(why: record)
    question?.end()
  }

  /// A person has said how it stands; what it has done stays to be undone.
  fileprivate mutating func set(_ record: AuditRecord) {
    switch record[.status]?.string.flatMap({ StatusChange.Status(rawValue: $0) }) {
    case .pending: return renew(record)
    case .undone:
      (rollback, isRegistered) = (NodeStatus.succeeded.rawValue, false)
      return
    default: status = record[.status]?.string ?? status
    }
    isAllowed = false
    decider = record[.by]?.string
    question?.end()
    reason = nil
    reasonCode = status == NodeStatus.skipped.rawValue ? Reason.skippedByPerson("", after: "").code : nil
  }

  /// It is begun again: what it has done before stays to be undone, and what it had come to does not count any more.
  fileprivate mutating func renew(_ record: AuditRecord) {
    status = NodeStatus.pending.rawValue
    rollout?.isEnding = false
    generation = record[.generation]?.int ?? 1
    (reason, reasonCode, exitCode, milliseconds, log, question) = (nil, nil, nil, nil, nil, nil)
  }

  private mutating func tell(why record: AuditRecord) {
    reason = record[.reason]?.map?[AuditField.message.rawValue]?.string
    reasonCode = record[.reason]?.map?[AuditField.code.rawValue]?.string
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
