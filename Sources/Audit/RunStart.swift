public import Planning
public import Values

/// What a run was begun with, as its first records tell: everything that its plan can be made of again.
public struct RunStart: Sendable {
  /// A text that the plan was made of.
  public struct Source: Sendable {
    /// Its path, as the run named it.
    public let path: String
    /// The SHA-256 of the file, in hexadecimal.
    public let digest: String
    /// The text, with secrets replaced.
    public let content: RecordedContent
  }

  /// A variable.
  public struct Variable: Sendable {
    /// Its name.
    public let name: String
    /// Its value; `***` for a secret.
    public let value: Value
    /// Who gave it.
    public let source: String
  }

  /// The run's id.
  public let run: String
  /// The version of pyflow that began it.
  public private(set) var version = ""
  /// The digest of its plan, in hexadecimal.
  public private(set) var planDigest = ""
  /// The runbook, and behind it those that its nodes run.
  public private(set) var sources: [Source] = []
  /// Its variables, if they stand in the record.
  public private(set) var variables: [Variable] = []
  /// Where its variables stand, if they were too large for the record.
  public private(set) var variableFile: RecordedContent?
  /// The environment that was chosen.
  public private(set) var environment: String?
  /// The nodes that were chosen.
  public private(set) var selection = Selection()
  /// The versions before, by what rollouts change, as the audit told them then.
  public private(set) var previous: [String: PreviousVersion] = [:]
  /// The rollout that was to put an older version back, if the run was for that.
  public private(set) var wish: RolloutReturn?
  /// The run of which it took results.
  public private(set) var reused: String?

  /// The start of a run of which no record was read.
  public init(of run: String) {
    self.run = run
  }

  /// Takes in the next record of any run.
  public mutating func add(_ record: AuditRecord) {
    guard record.run == run else { return }
    switch record.kind {
    case .runStarted: begin(record)
    case .runResumed: takeNewPlan(record)
    case .runSource: addSource(record)
    default: break
    }
  }

  private mutating func begin(_ record: AuditRecord) {
    version = record[.pyflow]?.string ?? ""
    takeNewPlan(record)
    environment = record[.environment]?.string
    reused = record[.reuse]?.string
    addRollouts(record)
    let chosen = record[.selection]?.map
    for (field, part) in Selection.fields {
      selection[keyPath: part] = chosen?[field.rawValue]?.list?.compactMap(\.string) ?? []
    }
  }

  private mutating func addRollouts(_ record: AuditRecord) {
    for (target, entry) in record[.previous]?.map?.entries ?? [] {
      guard let target = target.string, let version = entry.map?[AuditField.version.rawValue]?.string,
        let run = entry.map?[AuditField.run.rawValue]?.string
      else { continue }
      let isLive = entry.map?[AuditField.live.rawValue] != .bool(false)
      previous[target] = PreviousVersion(version: version, run: run, isLive: isLive)
    }
    let back = record[.rollback]?.map
    guard let target = back?[AuditField.target.rawValue]?.string,
      let version = back?[AuditField.version.rawValue]?.string
    else { return }
    wish = RolloutReturn(target: target, version: version, side: back?[AuditField.side.rawValue]?.string)
  }

  private mutating func takeNewPlan(_ record: AuditRecord) {
    guard let digest = record[.plan]?.string else { return }
    planDigest = digest
    if case .file(let path, let digest)? = RecordedContent(record[.variables], of: run) {
      (variables, variableFile) = ([], .file(path: path, sha256: digest))
    } else {
      (variables, variableFile) = (Self.variables(in: record[.variables]), nil)
    }
  }

  /// The variables that the member of a record, or the file in its place, tells of.
  public static func variables(in value: Value?) -> [Variable] {
    (value?.map?.entries ?? []).compactMap { name, entry in
      guard let name = name.string, let entry = entry.map else { return nil }
      return Variable(
        name: name, value: entry[AuditField.value.rawValue] ?? .null,
        source: entry[AuditField.source.rawValue]?.string ?? "")
    }
  }

  private mutating func addSource(_ record: AuditRecord) {
    guard let path = record[.path]?.string, let digest = record[.sha256]?.string,
      let content = RecordedContent(record[.source], of: run)
    else { return }
    sources.append(Source(path: path, digest: digest, content: content))
  }
}
