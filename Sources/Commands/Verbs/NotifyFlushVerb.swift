internal import Audit
internal import Effects
internal import Notifications
internal import Planning
internal import Running
internal import Text
internal import Values

/// `pyflow notify flush`: sends what is kept in the outbox.
///
/// What was delivered is recorded, then taken out. Whenever this ends, by a kill as well, nothing is lost; and a message that was
/// recorded is not sent again.
struct NotifyFlushVerb {
  let invocation: Invocation
  let console: Console

  /// So many are sent before what was delivered is taken out.
  private static let batch = 50

  func execute() throws -> ExitCode {
    let unwanted = Set(try invocation.words(of: .discard))
    var opened: (outbox: Outbox, lock: RunLock?, kept: KeptMessages)?
    var refusal: ExitCode?
    var isBusy = false
    let prepared = try PreparedChannels.prepare(invocation, console) { file, plan in
      do {
        opened = try open(file, plan, unwanted)
        isBusy = opened == nil
      } catch let error as GroupAccess.Refusal {
        refusal = error.explain(to: console)
      } catch {
        refusal = unusable(error)
      }
      return opened.map { Set($0.kept.entries.map(\.channel)) }
    }
    defer { opened?.lock?.release() }
    if let refusal { return refusal }
    switch prepared {
    case .failure(let failure):
      guard isBusy else { return failure.code }
      console.complain("another pyflow sends what is in the outbox", hint: "wait until it has ended")
      return .refused
    case .success(let channels):
      guard let opened else { return .succeeded }
      do { return try flush(opened.kept, opened.outbox, channels) } catch let error as ResultNotWritten {
        throw error
      } catch { return unusable(error) }
    }
  }

  private func unusable(_ error: any Error) -> ExitCode {
    console.complain("the outbox cannot be used: \(Outbox.words(for: error))")
    return .notWritten
  }

  /// The outbox, which nobody else flushes meanwhile; nothing if somebody does.
  private func open(
    _ file: RunbookFile, _ plan: Plan, _ unwanted: Set<String>
  ) throws -> (outbox: Outbox, lock: RunLock?, kept: KeptMessages)? {
    let outbox = Outbox(in: file.folder, for: try GroupAccess.of(plan.settings.group))
    let lock = try outbox.lock()
    if lock == nil, Folder.exists(outbox.path) { return nil }
    let kept = KeptMessages(
      try outbox.lines(), of: file.name, in: file.folder, channels: Set(plan.settings.channels.map(\.name)),
      unwanted: unwanted, audit: AuditedDeliveries(auditPath(file)))
    return (outbox, lock, kept)
  }

  private func auditPath(_ file: RunbookFile) -> String { invocation.value(of: .audit) ?? file.auditPath }

  private func flush(_ kept: KeptMessages, _ outbox: Outbox, _ channels: PreparedChannels) throws -> ExitCode {
    var tally = Tally(kept: kept)
    try remove(kept.gone, outbox)
    var rest = kept.entries[...]
    var signal: RunSignal?
    while !rest.isEmpty, signal == nil {
      let batch = Array(rest.prefix(Self.batch))
      rest = rest.dropFirst(batch.count)
      signal = try send(batch, outbox, channels, &tally)
    }
    tally.left += rest.count
    try show(tally, channels.file.path)
    if let signal { return .of(signal) }
    return tally.left == 0 && kept.orphans.isEmpty ? .succeeded : .failed
  }

  private func remove(_ entries: Set<OutboxEntry>, _ outbox: Outbox) throws {
    if !entries.isEmpty { try outbox.edit { entries.contains($0) ? nil : $0 } }
  }

  private func send(
    _ batch: [OutboxEntry], _ outbox: Outbox, _ channels: PreparedChannels, _ tally: inout Tally
  ) throws -> RunSignal? {
    let deliveries = batch.enumerated().map { Delivery(number: $0, restoring: $1) }
    var delivered: Set<OutboxEntry> = []
    let (_, signal) = channels.sender(about: "").send(deliveries) { result in
      guard result.failure == nil else { return tally.note(result) }
      record(result, in: auditPath(channels.file), for: outbox.access)
      delivered.insert(batch[result.delivery.number])
    }
    tally.delivered += delivered.count
    tally.left += batch.count - delivered.count
    try remove(delivered, outbox)
    return signal
  }

  private func record(_ result: DirectSender.Result, in auditPath: String, for access: FileAccess) {
    guard Folder.exists(auditPath) else { return }
    let record = AuditNotification(
      DeliveryReport(
        channel: result.delivery.channel, topic: result.delivery.message.notification.topic,
        key: result.delivery.key, tries: result.tries, duration: result.duration),
      of: result.delivery.message.run.id)
    let date = SystemClock.date()
    do {
      try AuditWriter(path: auditPath, for: access, warn: console.warn).write(at: date) {
        $0.seal(record.body, at: date)
      }
    } catch {
      console.warn("that channel `\(record.channel)` was told cannot be recorded: \(Outbox.words(for: error))")
    }
  }

  // MARK: - What came of it

  private struct Tally {
    var delivered = 0
    var left = 0
    let kept: KeptMessages
    var failures: [(channel: String, message: String)] = []

    init(kept: KeptMessages) { self.kept = kept }

    mutating func note(_ result: DirectSender.Result) {
      guard let failure = result.failure, !failures.contains(where: { $0.channel == result.delivery.channel }) else {
        return
      }
      failures.append((result.delivery.channel, failure.message))
    }
  }

  private func show(_ tally: Tally, _ file: String) throws(ResultNotWritten) {
    if invocation.has(.json) { return try console.result(json(tally)) }
    for failure in tally.failures { console.complain("channel `\(failure.channel)`: \(failure.message)") }
    for (channel, count) in tally.kept.orphans.sorted(by: { $0.key < $1.key }) {
      let name = OutputText.oneLine(channel)
      console.complain(
        "\(file) has no channel `\(name)` any more, for which \(count) message\(count == 1 ? " is" : "s are") kept",
        hint: "take out what is kept for it: pyflow notify flush \(file) --discard \(name)")
    }
    if tally.kept.damaged > 0 {
      console.warn("\(tally.kept.damaged) of the outbox's lines can be read by nobody: .pyflow/outbox.jsonl")
    }
    if invocation.has(.quiet) { return }
    let parts =
      [tally.delivered + tally.left == 0 ? "nothing to deliver" : "\(tally.delivered) delivered, \(tally.left) left"]
      + Self.parts(tally.kept)
    try console.result(parts.joined(separator: ", ") + "\n")
  }

  private static func parts(_ kept: KeptMessages) -> [String] {
    [
      (kept.discarded, "discarded"), (kept.foreign, "of other runbooks"), (kept.alive, "of runs that go on"),
      (kept.unproven, "about runs that stand in another audit file (--audit)"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
  }

  private func json(_ tally: Tally) -> String {
    JSONStream.document("pyflow.notify-flush/1") { stream in
      stream.member("delivered", tally.delivered)
      stream.member("left", tally.left)
      stream.member("others", tally.kept.others)
      stream.member("discarded", tally.kept.discarded)
      stream.object("no_channel") { stream in
        for (channel, count) in tally.kept.orphans.sorted(by: { $0.key < $1.key }) { stream.member(channel, count) }
      }
      stream.object("failures") { stream in
        for failure in tally.failures { stream.member(failure.channel, failure.message) }
      }
    }
  }
}
