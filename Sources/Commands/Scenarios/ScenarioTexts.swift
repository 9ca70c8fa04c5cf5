internal import Runbooks
internal import Text

/// A runbook and its scenarios, as their files have them.
struct ScenarioTexts {
  let runbook: Runbook
  let scenarios: ScenarioFile

  /// Reads both; nothing if something is wrong with one of them, which is reported.
  static func read(_ files: ScenarioFiles, into diagnostics: inout Diagnostics) -> ScenarioTexts? {
    guard let text = files.runbook.read(into: &diagnostics), let source = files.readScenarios(into: &diagnostics)
    else { return nil }
    let scenarios = ScenarioReader.read(source, into: &diagnostics)
    var found = Diagnostics()
    let runbook = RunbookReader.read(text, into: &found)
    // What is only worth a warning is `validate`'s to say.
    for item in found.items where item.severity == .error { diagnostics.append(item) }
    return runbook.isWhole && !diagnostics.hasErrors ? ScenarioTexts(runbook: runbook, scenarios: scenarios) : nil
  }
}
