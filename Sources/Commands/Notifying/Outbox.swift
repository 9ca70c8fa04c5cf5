internal import Effects
internal import Notifications

/// The messages that could not be delivered, in a file that all runs of a folder share.
struct Outbox {
  let path: String
  let access: FileAccess

  /// The outbox of the runbooks in `folder`.
  init(in folder: String, for access: FileAccess = .userAlone) {
    path = "\(folder)/.pyflow/outbox.jsonl"
    self.access = access
  }

  /// How often the file may be replaced while somebody waits for its lock.
  private static let mostReplacements = 100

  /// Adds entries at the end; when they are on disk is the system's business until `sync`, as a run must not wait for that, unless
  /// they are to be synced.
  func append(_ entries: [OutboxEntry], isSynced: Bool = false) throws {
    try withFile { file in
      // What a power cut has left of an entry must not spoil the next one.
      let isTorn = try file.tail(1).last.map { $0 != UInt8(ascii: "\n") } ?? false
      try file.append((isTorn ? [UInt8(ascii: "\n")] : []) + entries.flatMap(\.line))
      if isSynced { try file.sync() }
    }
  }

  /// Returns when what was added is on disk.
  func sync() throws { try withFile { file in try file.sync() } }

  /// The lines of the file, those that are no entries included.
  func lines() throws -> [ArraySlice<UInt8>] {
    guard Folder.exists(path) else { return [] }
    return try withFile { file in
      let bytes = try file.tail(file.size)
      return bytes.split(separator: UInt8(ascii: "\n"))
    }
  }

  /// Replaces each entry by what `body` makes of it, or takes it out; others may add entries at any time.
  ///
  /// The file is replaced as a whole: a process that dies here leaves either the old one or the new one.
  func edit(_ body: (OutboxEntry) -> OutboxEntry?) throws {
    guard Folder.exists(path) else { return }
    try withFile { file in
      var hasChanged = false
      var left: [ArraySlice<UInt8>] = []
      for line in try file.tail(file.size).split(separator: UInt8(ascii: "\n")) {
        guard let entry = OutboxEntry(line) else {
          left.append(line)
          continue
        }
        let new = body(entry)
        hasChanged = hasChanged || new != entry
        if let new { left.append(new == entry ? line : new.line.dropLast()) }
      }
      if left.isEmpty { return try Folder.removeFile(path) }
      if !hasChanged { return }
      try Folder.replace(
        path, by: Array(left.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")], for: access)
    }
  }

  /// Takes out the alerts about the same thing that are older than one which was delivered: they would call somebody for what is
  /// over, or say that it was over.
  func removeAlerts(before newer: OutboxEntry) {
    guard let alert = newer.payload.alert else { return }
    try? edit { entry in
      entry.channel == newer.channel && entry.runbook == newer.runbook && entry.identity != newer.identity
        && entry.time <= newer.time && entry.payload.alert?.key == alert.key ? nil : entry
    }
  }

  /// The right to send what is in the outbox; nothing if somebody else has it, or if there is no outbox.
  func lock() throws -> RunLock? {
    guard Folder.exists(path) else { return nil }
    let path = path.dropLast("jsonl".count) + "lock"
    do throws(SystemError) { return try RunLock(path: String(path), for: access) } catch {
      if error.isHeldLock { return nil }
      throw error
    }
  }

  /// Why a file cannot be written.
  static func words(for error: any Error) -> String {
    switch error {
    case let error as SystemError: error.message
    case AppendOnlyFile.Failure.system(let error): error.message
    case AuditWriter.Failure.file(.system(let error)): error.message
    case AuditWriter.Failure.foreign: "the file does not end with a record of pyflow's"
    default: "it is no file that can be added to, or was taken away"
    }
  }

  private func withFile<Result>(_ body: (inout AppendOnlyFile) throws -> Result) throws -> Result {
    for _ in 0..<Self.mostReplacements {
      var file = try AppendOnlyFile(path: path, for: access)
      defer { file.close() }
      do { return try file.withLock(body) } catch AppendOnlyFile.Failure.wasTakenAway { continue }
    }
    throw AppendOnlyFile.Failure.wasTakenAway
  }
}
