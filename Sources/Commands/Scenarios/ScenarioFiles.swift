internal import Effects
internal import Text

/// A runbook and the file with its scenarios beside it: `deploy.toml` and `deploy.test.toml`.
struct ScenarioFiles {
  let runbook: RunbookFile
  /// The path of the scenarios.
  let path: String

  private static let suffix = ".test.toml"

  /// The files that the first argument names, which may be either; or the only ones in the current folder.
  static func choose(_ argument: String?, besides used: [String] = []) throws(UsageProblem) -> ScenarioFiles {
    let argument = argument ?? Self.onlyScenarios
    if let argument, argument.hasSuffix(suffix) {
      return ScenarioFiles(
        runbook: RunbookFile(path: argument.dropLast(suffix.count) + ".toml"), path: argument)
    }
    let runbook = try RunbookFile.choose(argument, besides: used)
    let stem = runbook.path.hasSuffix(".toml") ? String(runbook.path.dropLast(5)) : runbook.path
    return ScenarioFiles(runbook: runbook, path: stem + suffix)
  }

  private static var onlyScenarios: String? {
    let names = Folder.files(in: ".", suffix: suffix)
    return names.count == 1 ? names.first : nil
  }

  /// The text of the scenarios, if there are any; what keeps those from being read is reported.
  func scenariosIfThere(into diagnostics: inout Diagnostics) -> SourceText? {
    Folder.exists(path) ? readScenarios(into: &diagnostics) : nil
  }

  /// The text of the scenarios; what keeps it from being read is reported.
  func readScenarios(into diagnostics: inout Diagnostics) -> SourceText? {
    do throws(FileReader.Failure) {
      return SourceText(name: path, bytes: try FileReader.read(path))
    } catch {
      diagnostics.report(UnreadableScenarios(failure: error, runbook: runbook.path), at: .file(path))
      return nil
    }
  }
}

/// A file of scenarios that cannot be read.
private struct UnreadableScenarios: Problem {
  let failure: FileReader.Failure
  let runbook: String

  private var problem: FileProblem { FileProblem(failure: failure, what: "scenarios") }
  var id: String { problem.id }
  var message: String { problem.message }
  var hint: String? {
    guard case .missing = failure else { return problem.hint }
    return
      "write [[scenario]] with name = \"all goes well\" and expect = { outcome = \"succeeded\" } into it, "
      + "or look at every fault there is: pyflow test \(runbook) --explore"
  }
}
