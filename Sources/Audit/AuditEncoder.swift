public import Planning
public import Running
internal import Text
internal import Values

/// Writes what happens in a run as the bodies of records: the members between `time` and `prev`.
///
/// Bodies are written into one buffer that is reused. Values that would make a record too large are spilled.
public struct AuditEncoder {
  /// The version of the file's format.
  public static let format = 1
  /// A value longer than this as JSON, in bytes, goes to a file of its own; five of them fit a record.
  static let largestValue = 12 << 10

  let plan: Plan
  let run: String
  var stream = JSONStream()
  /// Values that must be written to files before the record that refers to them.
  public private(set) var spills: [AuditSpill] = []

  /// An encoder for the run `run` of `plan`.
  public init(plan: Plan, run: String) {
    self.plan = plan
    self.run = run
  }

  /// The values that were spilled since the last call.
  public mutating func takeSpills() -> [AuditSpill] {
    defer { spills = [] }
    return spills
  }

  /// Takes over what another encoder has spilled.
  mutating func adopt(_ other: [AuditSpill]) { spills += other }

  /// The folder of a run's files, relative to the runbook's.
  public static func folder(of run: String) -> String { ".pyflow/runs/\(run)" }

  /// The body of the record of an event; nothing for one that is not recorded.
  public mutating func body(of event: RunEvent) -> ArraySlice<UInt8>? {
    stream.removeAll()
    switch event {
    case .answerUnclear, .lockAwaited, .overtime: return nil
    case .ready(let node): begin(.nodeReady, node)
    case .started(let node, let attempt, let action):
      begin(.nodeStarted, node)
      member(.attempt, attempt)
      encode(action, node: node, step: .run, attempt: attempt)
      if plan.nodes[node].rollback != nil { member(.rollback, true) }
    case .retrying(let retry): encode(retry)
    case .finished(let finish): encode(finish, as: .nodeFinished)
    case .captured(let capture): encode(capture)
    case .rollbacksClosed(let closed):
      begin(.rollbackClosed, closed.pivot)
      encode(closed.nodes, .nodes)
    case .rollbackRequested(let request):
      begin(.rollbackRequested)
      encode(request.nodes, .nodes)
    case .rollbackGranted(let person):
      begin(.rollbackGranted)
      member(.by, person)
    case .rollbackRejected(let person):
      begin(.rollbackRejected)
      member(.by, person)
    case .rollbackStarted(let node, let attempt, let action):
      begin(.rollbackStarted, node)
      member(.attempt, attempt)
      encode(action, node: node, step: .rollback, attempt: attempt)
    case .rollbackFinished(let finish): encode(finish, as: .rollbackFinished)
    case .passedOver(let node, let status, let reason):
      begin(.nodeSkipped, node)
      member(.status, status.rawValue)
      encode(reason)
    case .approvalRequested(let node, let question):
      begin(.approvalRequested, node)
      text(.question, question.text, name: "\(node).question")
    case .approvalGranted(let node, let person):
      begin(.approvalGranted, node)
      member(.by, person)
    case .approvalRejected(let node, let person):
      begin(.approvalRejected, node)
      member(.by, person)
    case .lockAcquired(let node, let names): encode(.lockAcquired, names, of: node)
    case .lockReleased(let node, let names): encode(.lockReleased, names, of: node)
    case .interrupted(let signal, let isRepeated):
      begin(.runInterrupted)
      member(.signal, signal.rawValue)
      if isRepeated { member(.repeat, true) }
    case .runFinished(let finish): encode(finish)
    }
    return finishedBody()
  }

  /// The members written so far, without braces.
  func finishedBody() -> ArraySlice<UInt8> { stream.bytes[...] }

  // MARK: - Members

  mutating func begin(_ event: AuditEvent) {
    member(.run, run)
    member(.event, event.rawValue)
  }

  mutating func begin(_ event: AuditEvent, _ node: Int) {
    begin(event)
    member(.node, plan.nodes[node].id)
  }

  mutating func member(_ field: AuditField, _ text: String) { stream.member(field.rawValue, text) }
  mutating func member(_ field: AuditField, _ number: Int) { stream.member(field.rawValue, number) }
  mutating func member(_ field: AuditField, _ flag: Bool) { stream.member(field.rawValue, flag) }

  mutating func object(_ field: AuditField, _ members: (inout AuditEncoder) -> Void) {
    stream.key(field.rawValue)
    stream.beginObject()
    members(&self)
    stream.endObject()
  }

  /// A text of any size: in the record, or in a file.
  mutating func text(_ field: AuditField, _ text: String, name: String) {
    if Self.fits(text) {
      member(field, text)
    } else {
      spill(field, Array(text.utf8), name: name)
    }
  }

  /// Whether a record has room for a text: its escapes may make it six times as long.
  private static func fits(_ text: String) -> Bool {
    let count = text.utf8.count
    if count <= largestValue / 6 { return true }
    if count > largestValue { return false }
    var escaped: [UInt8] = []
    JSONEscaping.append(text, to: &escaped)
    return escaped.count <= largestValue
  }

  mutating func spill(_ field: AuditField, _ bytes: [UInt8], name: String) {
    spills.append(AuditSpill(name: name, bytes: bytes))
    object(field) { encoder in
      encoder.member(.path, "\(Self.folder(of: encoder.run))/\(name)")
      encoder.member(.bytes, bytes.count)
      encoder.member(.sha256, SHA256.hash(bytes).hex)
    }
  }

  // MARK: - Events

  mutating func encode(_ action: Action, node: Int, step: Step, attempt: Int) {
    let id = fileName(of: node)
    let name = (step == .run ? id : "\(id).\(step.rawValue)") + ".\(attempt).command"
    member(.kind, plan.nodes[node].kind)
    switch action {
    case .process(let process): text(.command, process.summary, name: name)
    case .request(let request): text(.request, "\(request.method) \(request.url)", name: name)
    case .announce(let announcement):
      text(
        .command,
        announcement.message.isEmpty
          ? announcement.function.rawValue : "\(announcement.function.rawValue): \(announcement.message)", name: name)
    case .ask(let question): text(.question, question.text, name: name)
    case .call(let summary): text(.command, summary, name: name)
    }
  }

  /// Locks of a node, or of the whole run.
  private mutating func encode(_ event: AuditEvent, _ locks: [String], of node: Int?) {
    begin(event)
    if let node { member(.node, plan.nodes[node].id) }
    stream.key(AuditField.locks.rawValue)
    stream.beginArray()
    for lock in locks { stream.string(Self.shortened(lock)) }
    stream.endArray()
  }

  /// What files that belong to a node are called: its id, unless that is long or has an item's text in it.
  func fileName(of node: Int) -> String {
    let id = plan.nodes[node].id
    return id.utf8.count > 100 || plan.nodes[node].instance != nil ? String(node) : id
  }

  /// An attempt that has failed and is followed by another one.
  private mutating func encode(_ retry: NodeRetry) {
    begin(retry.isRollback ? .rollbackRetrying : .nodeRetrying, retry.node)
    member(.attempt, retry.attempt)
    encode(retry.reason)
    member(.delayMs, retry.delay.milliseconds)
    guard let result = retry.result else { return }
    encode(result.ending)
    encode(result.log)
  }

  mutating func encode(_ log: ActionResult.Log?) {
    guard let log else { return }
    object(.log) { encoder in
      encoder.member(.path, log.path)
      encoder.member(.bytes, log.bytes)
      encoder.member(.sha256, log.digest.hex)
    }
  }

  private mutating func encode(_ finish: NodeFinish, as event: AuditEvent) {
    begin(event, finish.node)
    member(.attempt, finish.attempt)
    member(.status, finish.status.rawValue)
    if let reason = finish.reason { encode(reason) }
    if finish.isAllowed { member(.allowed, true) }
    if let result = finish.result { encode(result.ending) }
    member(.durationMs, finish.duration.milliseconds)
    guard let result = finish.result else { return }
    encode(result.log)
    if let cpu = result.cpu { member(.cpuMs, cpu.milliseconds) }
    if let memory = result.peakMemory { member(.peakKiB, memory) }
    if result.leftovers > 0 { member(.leftovers, result.leftovers) }
  }

  mutating func encode(_ ending: ActionResult.Ending) {
    switch ending {
    case .exited(let code): member(.exitCode, code)
    case .killed(let signal): member(.signal, signal)
    case .answered(let status): member(.httpStatus, status)
    case .couldNotStart, .requestFailed, .answerTooLarge: break
    }
  }

  mutating func encode(_ reason: Reason) {
    object(.reason) { encoder in
      encoder.member(.code, reason.code)
      encoder.member(.message, Self.shortened(reason.message))
    }
  }

  private mutating func encode(_ finish: RunFinish) {
    begin(.runFinished)
    member(.status, finish.status.rawValue)
    if let cause = finish.cause { member(.cause, plan.nodes[cause].id) }
    if let reason = finish.reason { encode(reason) }
    if let signal = finish.signal { member(.signal, signal.rawValue) }
    object(.counts) { encoder in
      for status in NodeStatus.allCases {
        if let count = finish.counts[status] { encoder.stream.member(status.rawValue, count) }
      }
    }
    encode(finish.allowedFailures, .allowedFailures)
    encode(finish.undone, .undone)
    encode(finish.notUndone, .notUndone)
    if finish.outputs.count > 0 {
      var values = JSONStream()
      values.value(.map(finish.outputs))
      json(.outputs, values.bytes, name: "outputs.json")
    }
    member(.durationMs, finish.duration.milliseconds)
  }

  /// The first nodes of a list, as far as a record has room.
  private mutating func encode(_ nodes: [Int], _ field: AuditField) {
    guard !nodes.isEmpty else { return }
    stream.key(field.rawValue)
    stream.beginArray()
    let end = stream.bytes.count + Self.largestValue
    for node in nodes.prefix(100) where stream.bytes.count < end { stream.string(plan.nodes[node].id) }
    stream.endArray()
  }

  private static func shortened(_ text: String) -> String {
    fits(text) ? text : String(decoding: text.utf8.prefix(largestValue / 6), as: UTF8.self) + "…"
  }
}
