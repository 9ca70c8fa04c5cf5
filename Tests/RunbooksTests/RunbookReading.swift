import Runbooks
import Text

/// Reads runbooks without planning them.
enum RunbookReading {
  /// A runbook's text as a runbook, with everything that is wrong with it.
  static func read(_ text: String) -> (runbook: Runbook, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    let source = SourceText(name: "deploy.toml", bytes: Array(text.utf8))
    let runbook = RunbookReader.read(source, into: &diagnostics)
    return (runbook, diagnostics)
  }

  /// The diagnostics as text.
  static func problems(_ text: String) -> String {
    DiagnosticRenderer(format: .text).render(read(text).diagnostics)
  }

  /// The diagnostics in source order: id and message.
  static func messages(_ text: String) -> [String] {
    read(text).diagnostics.sorted().map { "\($0.id): \($0.message)" }
  }
}
