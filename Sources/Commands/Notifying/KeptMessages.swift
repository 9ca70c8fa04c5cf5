internal import Audit
internal import Effects
internal import Notifications
internal import Running
internal import Values

/// What the outbox has for the channels of a runbook, and what else stands there.
struct KeptMessages {
  /// What is to be sent, the oldest first.
  private(set) var entries: [OutboxEntry] = []
  /// What is to be taken out: what was sent, has never happened, or was overtaken, and what is wanted no more.
  private(set) var gone: Set<OutboxEntry> = []
  private(set) var discarded = 0
  /// For channels that the runbook does not have, by name.
  private(set) var orphans: [String: Int] = [:]
  /// Of other runbooks.
  private(set) var foreign = 0
  /// Of runs that go on, and send it by themselves.
  private(set) var alive = 0
  /// Ends of runs of which the audit does not know whether they are true.
  private(set) var unproven = 0
  /// Lines that are no entries.
  private(set) var damaged = 0

  /// What stays though nobody failed to deliver it.
  var others: Int { foreign + alive + unproven + damaged }

  /// What the lines of an outbox are for the runbook `runbook` in `folder`, whose audit `audit` tells what channels have got, and
  /// how runs have ended; nothing is wanted any more for the channels in `unwanted`, and those that are not named all count as there.
  init(
    _ lines: [ArraySlice<UInt8>], of runbook: String, in folder: String, channels: Set<String>? = nil,
    unwanted: Set<String> = [], audit: AuditedDeliveries
  ) {
    var places: [String: Int] = [:]
    for line in lines {
      guard let entry = OutboxEntry(line) else {
        damaged += 1
        continue
      }
      if entry.runbook != runbook {
        foreign += 1
      } else if Self.isAlive(entry.run, folder) {
        alive += 1
      } else if unwanted.contains(entry.channel) {
        discarded += 1
        gone.insert(entry)
      } else if channels?.contains(entry.channel) == false {
        orphans[entry.channel, default: 0] += 1
      } else if audit.sent.contains(entry.key, of: entry.channel) {
        gone.insert(entry)
      } else if let isTrue = audit.isTrue(entry) {
        if isTrue { add(entry, &places) } else { gone.insert(entry) }
      } else {
        unproven += 1
      }
    }
    removeOvertaken()
  }

  /// What stands there twice was written down before it was sent, and again when it had failed.
  private mutating func add(_ entry: OutboxEntry, _ places: inout [String: Int]) {
    if let place = places[entry.identity] {
      if entries[place] != entry { gone.insert(entries[place]) }
      entries[place] = entry
    } else {
      places[entry.identity] = entries.count
      entries.append(entry)
    }
  }

  /// Of the alerts about one thing only the newest counts: an older one would call somebody for what is over.
  private mutating func removeOvertaken() {
    var newest: [String: OutboxEntry] = [:]
    func name(_ entry: OutboxEntry) -> String? { entry.payload.alert.map { "\(entry.channel)\u{0}\($0.key)" } }
    for entry in entries {
      guard let name = name(entry) else { continue }
      if newest[name].map({ $0.time <= entry.time }) ?? true { newest[name] = entry }
    }
    let overtaken = entries.filter { entry in name(entry).map { newest[$0] != entry } ?? false }
    gone.formUnion(overtaken)
    entries.removeAll { overtaken.contains($0) }
  }

  /// Whether a run still sends by itself what it has put there.
  static func isAlive(_ run: String, _ folder: String) -> Bool {
    RunPrefix.isID(run) && RunLock.state(at: "\(folder)/\(AuditEncoder.folder(of: run))/lock") == .held
  }
}

/// What an audit tells of messages: what channels have got, and how runs have ended.
struct AuditedDeliveries {
  private(set) var sent = SentKeys()
  private var ends: [String: [String]] = [:]

  /// What the audit at `path` tells; nothing if it cannot be read.
  init(_ path: String) {
    _ = try? FileReader.readLines(path) { line in
      guard let record = AuditRecord(line) else { return }
      switch record.kind {
      case .notifySent:
        if let channel = record[.channel]?.string, let key = record[.key]?.string { sent.insert(key, of: channel) }
      case .runFinished: ends[record.run, default: []].append(record[.status]?.string ?? "")
      default: ends[record.run] = ends[record.run] ?? []
      }
    }
  }

  /// Whether what an entry tells has happened; nothing if that cannot be known.
  func isTrue(_ entry: OutboxEntry) -> Bool? {
    if entry.end == nil { return true }
    return ends[entry.run].map { entry.isTrue(ends: $0) }
  }
}
