internal import Audit
internal import Text
internal import Values

/// What a node has changed, as its snapshots tell.
enum CaptureText {
  /// Lines of a difference that are shown.
  private static let most = 50

  static func lines(_ captures: [RunHistory.Capture]) -> [String] {
    captures.flatMap { capture -> [String] in
      if let reason = capture.reason {
        return ["    snapshot \(OutputText.oneLine(capture.moment)) failed: \(OutputText.oneLine(reason))"]
      }
      guard let isChanged = capture.isChanged else { return [] }
      if !isChanged { return ["    changed nothing that its snapshots show"] }
      let lines = lines(capture.difference)
      let more = lines.count > most ? ["      … and \(lines.count - most) more lines in the audit file"] : []
      return ["    changed:"] + lines.prefix(most).map { "      \($0)" } + more
    }
  }

  private static func lines(_ difference: Value?) -> [String] {
    switch difference {
    case .string(let text)?: OutputText.lines(Array(text.utf8))
    case .list(let changes)?: changes.map(line)
    case .map(let file)?: ["see \(OutputText.oneLine(file[AuditField.path.rawValue]?.string ?? "?"))"]
    default: []
    }
  }

  /// `/replicas: 2 → 3`.
  private static func line(_ change: Value) -> String {
    func text(_ field: AuditField) -> String {
      change.map?[field.rawValue].map { OutputText.oneLine(JSONWriter.string($0, layout: .spaced)) } ?? "nothing"
    }
    let path = OutputText.oneLine(change.map?[AuditField.path.rawValue]?.string ?? "")
    return "\(path.isEmpty ? "all of it" : path): \(text(.before)) → \(text(.after))"
  }
}
