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

  /// A line of the outbox, and what it says.
  private typealias Kept = (line: ArraySlice<UInt8>, entry: OutboxEntry)

  /// So many are sent before what was delivered is taken out.
  private static let batch = 50

  func execute() throws -> ExitCode {
    let outbox: Outbox
    var kept: [Kept] = []
    var others = 0
    var isBusy = false
    var lock: RunLock?
    let prepared = try PreparedChannels.prepare(invocation, console) { file, plan in
      let outbox = Outbox(in: file.folder)
      lock = try Self.lock(file.folder)
      isBusy = lock == nil && Folder.exists(outbox.path)
      if isBusy { return nil }
      let names = Set(plan.settings.channels.map(\.name))
      for line in try outbox.lines() {
        guard let entry = OutboxEntry(line), names.contains(entry.channel), entry.runbook == file.name,
          !Self.isAlive(entry.run, file.folder)
        else {
          others += 1
          continue
        }
        kept.append((line, entry))
      }
      return Set(kept.map(\.entry.channel))
    }
    defer { lock?.release() }
    if isBusy {
      console.complain("another pyflow sends what is in the outbox", hint: "wait until it has ended")
      return .refused
    }
    switch prepared {
    case .failure(let failure): return failure.code
    case .success(let channels):
      outbox = Outbox(in: channels.file.folder)
      return try flush(kept, others: others, outbox, channels)
    }
  }

  /// Whether a run still sends by itself what it has put there.
  private static func isAlive(_ run: String, _ folder: String) -> Bool {
    RunPrefix.isID(run) && RunLock.state(at: "\(folder)/\(AuditEncoder.folder(of: run))/lock") == .held
  }

  /// The right to send what is in the outbox; nothing if somebody else has it, or if there is no outbox.
  private static func lock(_ folder: String) throws -> RunLock? {
    guard Folder.exists("\(folder)/.pyflow/outbox.jsonl") else { return nil }
    do throws(SystemError) { return try RunLock(path: "\(folder)/.pyflow/outbox.lock") } catch {
      if error.isHeldLock { return nil }
      throw error
    }
  }

  private func flush(
    _ kept: [Kept], others: Int, _ outbox: Outbox, _ channels: PreparedChannels
  ) throws -> ExitCode {
    let auditPath = invocation.value(of: .audit) ?? channels.file.auditPath
    var sent = Self.sent(auditPath)
    var tally = Tally(others: others)
    let known = kept.filter { sent.contains($0.entry.key, of: $0.entry.channel) }
    try outbox.remove(known.map(\.line))
    var rest = kept.filter { !sent.contains($0.entry.key, of: $0.entry.channel) }[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(Self.batch))
      rest = rest.dropFirst(batch.count)
      let signal = try send(batch, outbox, channels, auditPath, &sent, &tally)
      if let signal {
        tally.left += rest.count
        try show(tally)
        return .of(signal)
      }
    }
    try show(tally)
    return tally.left == 0 ? .succeeded : .failed
  }

  private func send(
    _ batch: [Kept], _ outbox: Outbox, _ channels: PreparedChannels, _ auditPath: String, _ sent: inout SentKeys,
    _ tally: inout Tally
  ) throws -> RunSignal? {
    let deliveries = batch.enumerated().map { Delivery(number: $0, restoring: $1.entry) }
    var delivered: [ArraySlice<UInt8>] = []
    var recorded: [DirectSender.Result] = []
    let (_, signal) = channels.sender(about: "").send(deliveries) { result in
      guard result.failure == nil else { return tally.note(result) }
      record(result, in: auditPath)
      delivered.append(batch[result.delivery.number].line)
      recorded.append(result)
    }
    for result in recorded { sent.insert(result.delivery.key, of: result.delivery.channel) }
    tally.delivered += delivered.count
    tally.left += batch.count - delivered.count
    try outbox.remove(delivered)
    return signal
  }

  private func record(_ result: DirectSender.Result, in auditPath: String) {
    guard Folder.exists(auditPath) else { return }
    let record = AuditNotification(
      DeliveryReport(
        channel: result.delivery.channel, topic: result.delivery.message.notification.topic,
        key: result.delivery.key, tries: result.tries, duration: result.duration),
      of: result.delivery.message.run.id)
    let date = SystemClock.date()
    do {
      try AuditWriter(path: auditPath, warn: console.warn).write(at: date) { $0.seal(record.body, at: date) }
    } catch {
      console.warn("that channel `\(record.channel)` was told cannot be recorded: \(Outbox.words(for: error))")
    }
  }

  /// What channels have got already, as the audit tells.
  private static func sent(_ auditPath: String) -> SentKeys {
    var sent = SentKeys()
    _ = try? FileReader.readLines(auditPath) { line in
      guard let record = AuditRecord(line), record.kind == .notifySent, let channel = record[.channel]?.string,
        let key = record[.key]?.string
      else { return }
      sent.insert(key, of: channel)
    }
    return sent
  }

  // MARK: - What came of it

  private struct Tally {
    var delivered = 0
    var left = 0
    /// Entries for channels that the runbook does not have, or of runs that go on, and lines that are no entries.
    let others: Int
    var failures: [(channel: String, message: String)] = []

    init(others: Int) { self.others = others }

    mutating func note(_ result: DirectSender.Result) {
      guard let failure = result.failure, !failures.contains(where: { $0.channel == result.delivery.channel }) else {
        return
      }
      failures.append((result.delivery.channel, failure.message))
    }
  }

  private func show(_ tally: Tally) throws(ResultNotWritten) {
    if invocation.has(.json) {
      try console.result(
        JSONStream.document("pyflow.notify-flush/1") { stream in
          stream.member("delivered", tally.delivered)
          stream.member("left", tally.left)
          stream.member("others", tally.others)
          stream.object("failures") { stream in
            for failure in tally.failures { stream.member(failure.channel, failure.message) }
          }
        })
      return
    }
    for failure in tally.failures { console.complain("channel `\(failure.channel)`: \(failure.message)") }
    if invocation.has(.quiet) { return }
    let others = tally.others > 0 ? ", \(tally.others) of other runbooks, or of runs that go on" : ""
    try console.result(
      tally.delivered + tally.left == 0
        ? "nothing to deliver\(others)\n" : "\(tally.delivered) delivered, \(tally.left) left\(others)\n")
  }
}
