import Planning
import Runbooks
import Text
import Values

/// Reads and plans runbooks the way the commands do.
public enum Reading {
  /// A runbook's text as a plan, with everything that is wrong with it; `files` are what it can run.
  public static func plan(
    _ text: String, variables: [String: String] = [:], name: String = "deploy.toml", demandsAll: Bool = true,
    files: [String: String] = [:], environment: String? = nil,
    ask: @escaping RunbookLibrary.Ask = { _ in nil }
  ) -> (plan: Plan, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    let source = SourceText(name: name, bytes: Array(text.utf8))
    let runbook = RunbookReader.read(source, into: &diagnostics)
    let given = variables.sorted { $0.key < $1.key }.map {
      VariableAssignment(name: $0.key, text: $0.value)
    }
    let resolved = VariableResolver.resolve(
      runbook.variables, in: source, given: given, demandsAll: demandsAll, into: &diagnostics)
    let library = RunbookLibrary(
      load: { path in
        guard let text = files[path] else {
          return .failure(RunbookLibrary.LoadFailure(message: "there is no such file"))
        }
        return .success(SourceText(name: path, bytes: Array(text.utf8)))
      }, ask: ask)
    let plan = Planner.plan(
      runbook.running(in: environment), variables: resolved, library: library, into: &diagnostics)
    return (plan, diagnostics)
  }

  /// The diagnostics of a runbook, rendered as text.
  public static func problems(
    _ text: String, variables: [String: String] = [:], demandsAll: Bool = false, files: [String: String] = [:],
    environment: String? = nil
  ) -> String {
    let (_, diagnostics) = plan(
      text, variables: variables, demandsAll: demandsAll, files: files, environment: environment)
    return DiagnosticRenderer(format: .text).render(diagnostics)
  }

  /// The ids of the diagnostics of a runbook, in source order.
  public static func problemIDs(_ text: String, variables: [String: String] = [:]) -> [String] {
    plan(text, variables: variables, demandsAll: false).diagnostics.sorted().map(\.id)
  }
}
