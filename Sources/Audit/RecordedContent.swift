public import Values

/// A text that stands in its record, or in a file beside it.
public enum RecordedContent: Sendable, Equatable {
  case text(String)
  /// The path is relative to the runbook's folder.
  case file(path: String, sha256: String)

  /// The text that a member of a record of a run holds, or names the file of; nothing if it is anything else.
  public init?(_ value: Value?, of run: String) {
    if let text = value?.string {
      self = .text(text)
      return
    }
    guard let file = value?.map, file.count == 3, let path = file[AuditField.path.rawValue]?.string,
      path.hasPrefix(AuditEncoder.folder(of: run) + "/"), let digest = file[AuditField.sha256.rawValue]?.string
    else { return nil }
    self = .file(path: path, sha256: digest)
  }
}
