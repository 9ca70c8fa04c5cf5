public import Planning
public import Running
internal import Text
internal import Values

/// Writes what happens in a run as the bodies of records: the members between `time` and `prev`.
///
/// Bodies are written into one buffer that is reused. Values that would make a record too large are spilled.
public struct AuditEncoder: Sendable {
  /// The version of the file's format.
  public static let format = 1
  /// A value longer than this as JSON, in bytes, goes to a file of its own; five of them fit a record.
  static let largestValue = 12 << 10

  private(set) var plan: Plan
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

  /// Whether the record of an event must be on disk before anything goes on; asked after its body was made.
  public func mustBeOnDisk(_ event: RunEvent) -> Bool { plan.settings.isStrict || event.mustBeOnDisk(in: plan) }

  /// The body of the record of an event; nothing for one that is not recorded.
  public mutating func body(of event: RunEvent) -> ArraySlice<UInt8>? {
    stream.removeAll()
    switch event {
    case .kept, .answerUnclear, .lockAwaited, .approvalWithdrawn, .fieldAsked, .overtime, .noticeOver, .pauseRequested,
      .rolloutRequested,
      .breaker(_, _, .unusable):
      return nil
    case .expanded(let node, let instances): expand(node, instances)
    case .ready(let node): begin(.nodeReady, node)
    case .renewed(let node, let generation):
      begin(.nodeRenewed, node)
      if generation > 1 { member(.generation, generation) }
    case .started(let node, let attempt, let action):
      begin(.nodeStarted, node)
      member(.attempt, attempt)
      encode(action, node: node, step: .run, attempt: attempt)
      if plan.nodes[node].rollback != nil { member(.rollback, true) }
    case .retrying(let retry): encode(retry)
    case .sampled(let sample): encode(sample)
    case .finished(let finish): encode(finish, as: .nodeFinished)
    case .captured(let capture): encode(capture)
    case .rolloutMoved(let node, let move):
      begin(.rolloutMoved, node)
      encode(move)
      if move.to.hasEnded, case .strategy(let strategy) = plan.nodes[node].action { encodeEnd(of: strategy) }
    case .windowOverridden(let node, let override):
      begin(.windowOverridden, node)
      member(.window, override.window)
      member(.by, override.by)
      text(.comment, override.reason, name: "\(node).break-glass")
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
    case .approvalRequested(let request): encode(request)
    case .approvalGranted(let grant):
      if grant.isOnRecord { return nil }
      encode(grant.decision, of: grant.node)
    case .approvalRejected(let node, let decision):
      // `pyflow reject` has recorded it.
      if decision.origin == .command { return nil }
      encode(decision, of: node)
    case .approvalRefused(let node, let decision, let objection):
      begin(.approvalRefused, node)
      member(.by, decision.by)
      member(.uid, decision.person.userID)
      encode(code: objection.code, objection.message)
    case .approvalEscalated(let node, let approvers, _):
      begin(.approvalEscalated, node)
      stream.member(AuditField.to.rawValue, value: .list(approvers.map { .string($0.text) }))
    case .lockAcquired(let node, let claim): encode(.lockAcquired, claim, of: node)
    case .lockReleased(let node, let claim): encode(.lockReleased, claim, of: node)
    case .lockReserved(let claim, let cause):
      encode(.lockReserved, claim, of: nil)
      member(.why, cause.rawValue)
    case .lockBroken(let node, let broken):
      encode(.lockBroken, LockClaim(locks: [broken.lock]), of: node)
      if let holder = broken.holder { member(.reservedFor, holder.run) }
    case .lockStolen(let node, let stolen):
      encode(.lockStolen, LockClaim(locks: [stolen.lock]), of: node)
      if let holder = stolen.holder { member(.heldBy, holder.run) }
    case .failureAsked(let question): encode(question)
    case .failureAnswered(let node, let decision, let person):
      begin(.failureAnswered, node)
      member(.decision, decision.rawValue)
      if let person { member(.by, person) }
    case .breaker(let node, let name, let change): encode(change, node, name)
    case .interrupted(let signal, let isRepeated):
      begin(.runInterrupted)
      member(.signal, signal.rawValue)
      if isRepeated { member(.repeat, true) }
    case .parentDied(let counts):
      begin(.runParentDied)
      if counts { member(.signal, RunSignal.terminate.rawValue) }
    case .runFinished(let finish): encode(finish)
    }
    return finishedBody()
  }

  private mutating func encode(_ move: RolloutMove) {
    member(.row, move.row)
    member(.from, move.from.rawValue)
    member(.trigger, move.event.rawValue)
    member(.phase, move.to.rawValue)
    if move.step > 0 { member(.step, move.step) }
    if let old = move.old { member(.old, old) }
    if let cause = move.cause { member(.why, cause) }
  }

  /// What a rollout has changed, and to which version: what later ones go back to.
  private mutating func encodeEnd(of strategy: PlanStrategy) {
    member(.target, strategy.targetText)
    if let version = strategy.knownVersion { member(.version, version) }
    if let previous = strategy.knownPrevious { member(.previous, previous) }
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
    case .request(let request):
      text(.request, request.summary, name: name)
      if request.isInsecure { member(.insecure, true) }
    case .announce(let announcement):
      text(
        .command,
        announcement.message.isEmpty
          ? announcement.function.rawValue : "\(announcement.function.rawValue): \(announcement.message)", name: name)
    case .ask(let question): text(.question, question.text, name: name)
    case .builtin(let action): text(.command, action.summary, name: name)
    case .plugin(let call):
      text(.command, call.summary, name: name)
      encode(plugin: call.plugin, call.version, call.function)
    case .call(let summary): text(.command, summary, name: name)
    }
  }

  /// Which plugin was called for which function.
  private mutating func encode(plugin: String, _ version: String, _ function: String) {
    member(.plugin, plugin)
    member(.pluginVersion, Self.shortened(version))
    member(.function, function)
  }

  private mutating func encode(_ request: ApprovalRequest) {
    begin(.approvalRequested, request.node)
    text(.question, request.question.text, name: "\(request.node).question")
    if let moment = request.moment { member(.moment, moment.rawValue) }
    if request.moment == .after {
      member(.attempt, request.attempt)
      if let result = request.result { encode(result.ending) }
      if let kept = request.kept { encode(kept, of: request.node, attempt: request.attempt) }
    }
    if request.question.approval.isPlain { return }
    var rule = JSONStream()
    rule.beginObject()
    request.question.approval.encode(to: &rule)
    rule.endObject()
    json(.rule, rule.bytes, name: "\(request.node).rule.json")
  }

  /// An answer that the run was given; false for one that `pyflow approve` has recorded.
  private mutating func encode(_ decision: Decision, of node: Int) {
    begin(AuditDecision.event(of: decision))
    AuditDecision.append(decision, to: &stream)
    if !decision.fields.isEmpty {
      var fields = JSONStream()
      fields.value(.map(decision.fields))
      json(.fields, fields.bytes, name: "\(node).fields.json")
    }
  }

  /// The instances of a node with what each is for, which may be much.
  private mutating func expand(_ node: Int, _ instances: [PlanNode]) {
    plan.expand(node, into: instances)
    begin(.nodeExpanded, node)
    let items = instances.map { instance -> Value in
      let values = instance.instance?.values.map { (key: $0.name, value: $0.value) } ?? []
      return .map(ValueMap([("id", .string(instance.id))] + values.map { ($0.key, $0.value) }))
    }
    let json = JSONWriter.string(.list(items))
    if json.utf8.count <= Self.largestValue {
      stream.member(AuditField.instances.rawValue, value: .list(items))
    } else {
      spill(.instances, Array(json.utf8), name: "\(fileName(of: node)).instances.json")
    }
  }

  /// What a node, or the whole run, claims of the machine.
  private mutating func encode(_ event: AuditEvent, _ claim: LockClaim, of node: Int?) {
    begin(event)
    if let node { member(.node, plan.nodes[node].id) }
    if !claim.locks.isEmpty {
      stream.key(AuditField.locks.rawValue)
      stream.beginArray()
      for lock in claim.locks { stream.string(Self.shortened(lock)) }
      stream.endArray()
    }
    guard !claim.places.isEmpty else { return }
    object(.places) { encoder in
      for places in claim.places { encoder.stream.member(Self.shortened(places.pool), places.amount) }
    }
  }

  private mutating func encode(_ change: BreakerChange, _ node: Int, _ name: String) {
    switch change {
    case .opened(let failures, let cooldown):
      begin(.breakerOpened, node)
      member(.failures, failures)
      member(.cooldownMs, cooldown.milliseconds)
    case .halfOpen: begin(.breakerHalfOpen, node)
    case .closed: begin(.breakerClosed, node)
    case .unusable: return
    }
    member(.breaker, Self.shortened(name))
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
    encodeEnding(retry.result)
  }

  /// A failure that a person is asked about.
  private mutating func encode(_ question: FailureQuestion) {
    begin(.failureAsked, question.node)
    member(.attempt, question.attempt)
    encode(question.reason)
    member(.limitMs, question.limit.milliseconds)
    encodeEnding(question.result)
  }

  /// One of the samples of a node that is polled.
  private mutating func encode(_ sample: NodeSample) {
    begin(.nodeSample, sample.node)
    member(.attempt, sample.attempt)
    member(.sample, sample.number)
    member(.verdict, sample.verdict.rawValue)
    if let reason = sample.reason { encode(reason) }
    encode(sample.result.ending)
    member(.durationMs, sample.duration.milliseconds)
  }

  /// How a process or request ended, if there was one, and where what it printed stands.
  mutating func encodeEnding(_ result: ActionResult?) {
    guard let result else { return }
    encode(result.ending)
    encode(result.log)
  }

  mutating func encode(_ log: ActionResult.Log?) {
    if let log { encodeFile(.log, log.path, log.bytes, log.digest) }
  }

  private mutating func encodeFile(_ field: AuditField, _ path: String, _ bytes: Int, _ digest: SHA256Digest) {
    object(field) { encoder in
      encoder.member(.path, Self.shortened(path))
      encoder.member(.bytes, bytes)
      encoder.member(.sha256, digest.hex)
    }
  }

  private mutating func encode(_ finish: NodeFinish, as event: AuditEvent) {
    begin(event, finish.node)
    member(.attempt, finish.attempt)
    member(.status, finish.status.rawValue)
    let node = plan.nodes[finish.node]
    if case .plugin(let call)? = event == .rollbackFinished ? node.rollback?.action : node.action {
      encode(plugin: call.plugin, call.version, call.function)
    }
    if let reason = finish.reason { encode(reason) }
    if finish.isAllowed { member(.allowed, true) }
    if finish.isRegistered { member(.rollback, true) }
    if let result = finish.result { encode(result.ending) }
    member(.durationMs, finish.duration.milliseconds)
    if let kept = finish.kept { encode(kept, of: finish.node, attempt: finish.attempt) }
    guard let result = finish.result else { return }
    encode(result.log)
    if let saved = result.saved { encodeFile(.saved, saved.path, saved.bytes, saved.digest) }
    if let cpu = result.cpu { member(.cpuMs, cpu.milliseconds) }
    if let memory = result.peakMemory { member(.peakKiB, memory) }
    if result.leftovers > 0 { member(.leftovers, result.leftovers) }
    if !result.leftRunning.isEmpty {
      stream.member(AuditField.leftRunning.rawValue, value: .list(result.leftRunning.map { .int($0) }))
    }
  }

  /// What later runs can take over.
  private mutating func encode(_ kept: KeptResult, of node: Int, attempt: Int) {
    let name = "\(fileName(of: node)).\(attempt)"
    if let output = kept.stdout { text(.stdout, output, name: "\(name).\(AuditField.stdout.rawValue)") }
    if let output = kept.stderr { text(.stderr, output, name: "\(name).\(AuditField.stderr.rawValue)") }
    if let outputs = kept.outputs {
      var values = JSONStream()
      values.value(.map(outputs))
      json(.outputs, values.bytes, name: "\(name).outputs.json")
    }
    if let headers = kept.headers {
      var values = JSONStream()
      values.value(.map(headers))
      json(.headers, values.bytes, name: "\(name).headers.json")
    }
    if kept.masked.isEmpty { return }
    stream.key(AuditField.masked.rawValue)
    stream.beginArray()
    for attribute in kept.masked { stream.string(attribute.rawValue) }
    stream.endArray()
  }

  private mutating func encode(_ ending: ActionResult.Ending) {
    switch ending {
    case .exited(let code): member(.exitCode, code)
    case .killed(let signal): member(.signal, signal)
    case .answered(let status): member(.httpStatus, status)
    case .couldNotStart, .requestFailed, .answerTooLarge, .done, .functionFailed: break
    }
  }

  mutating func encode(_ reason: Reason) { encode(code: reason.code, reason.message) }

  private mutating func encode(code: String, _ message: String) {
    object(.reason) { encoder in
      encoder.member(.code, code)
      encoder.member(.message, Self.shortened(message))
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
    encode(finish.withoutRollback, .withoutRollback)
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

  static func shortened(_ text: String) -> String {
    fits(text) ? text : String(decoding: text.utf8.prefix(largestValue / 6), as: UTF8.self) + "…"
  }
}
