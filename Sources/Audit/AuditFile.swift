/// Where the record of a runbook's runs stands.
public enum AuditFile {
  /// The file beside a runbook: `deploy.toml` → `deploy.audit.jsonl` (design 6).
  public static func path(besideRunbook path: String) -> String {
    (path.hasSuffix(".toml") ? String(path.dropLast(5)) : path) + ".audit.jsonl"
  }
}
