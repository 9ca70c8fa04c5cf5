internal import Audit
internal import Effects
internal import Running
internal import Values

/// Follows what is recorded of a run while it goes on.
struct RunFollower {
  private(set) var history: RunHistory
  private(set) var logs: RunLogs
  private let audit: GrowingFile
  private var splitter = LineSplitter()

  /// Follows a run of the audit file at `path` from the file's beginning.
  init(_ run: String, auditPath: String) throws(FileReader.Failure) {
    history = RunHistory(id: run)
    logs = RunLogs(of: run)
    audit = try GrowingFile(auditPath)
  }

  /// Takes in what was recorded since the last time; whether that was anything about the run.
  mutating func catchUp() -> Bool {
    let count = history.recordCount
    while true {
      let bytes = audit.next(1 << 20)
      if bytes.isEmpty { return history.recordCount > count }
      var records: [AuditRecord] = []
      splitter.take(bytes[...]) { line in
        if let record = AuditRecord(line), record.run == history.id { records.append(record) }
      }
      for record in records {
        history.add(record)
        logs.add(record)
      }
    }
  }
}
