internal import Audit
internal import Effects
internal import Planning
internal import Runbooks
internal import Text

/// A runbook that was read and planned, with everything that is wrong with it.
struct PreparedRunbook {
  let file: RunbookFile
  let source: SourceText?
  let plan: Plan?
  /// The environment that was chosen.
  var environment: String?
  /// The nodes that were chosen.
  var selection = Selection()
  let diagnostics: Diagnostics

  /// Reads and plans the runbook of an invocation; with `demandsVariables`, every variable must have a value.
  ///
  /// Where there is somebody to ask, `questions` gets the values that nothing else gives. The file is the argument at `position`.
  /// With `asksTargets`, commands run that tell which targets a rollout has.
  static func prepare(
    _ invocation: Invocation, environment: [String: String], demandsVariables: Bool,
    questions: VariableQuestions? = nil, fileAt position: Int = 0, asksTargets: Bool = false
  ) throws -> PreparedRunbook {
    let selection = try invocation.selection()
    if selection.isEmpty, invocation.has(.reuse) { throw UsageProblem.reuseWithoutSelection }
    let file = try RunbookFile.choose(
      invocation.arguments.dropFirst(position).first, besides: invocation.values[.variablesFile] ?? [])
    var diagnostics = Diagnostics()
    guard let source = file.read(into: &diagnostics) else {
      return PreparedRunbook(file: file, source: nil, plan: nil, diagnostics: diagnostics)
    }
    let runbook = RunbookReader.read(source, into: &diagnostics)
    let sources = VariableSources(invocation, environment: environment)
    var given = try sources.assignments(for: runbook, into: &diagnostics)
    if let questions, !diagnostics.hasErrors { given += try questions.answers(for: runbook.variables, given: given) }
    let variables = VariableResolver.resolve(
      runbook.variables, in: source, given: given,
      demandsAll: demandsVariables && !sources.lacksEnvironment(in: runbook), into: &diagnostics)
    guard runbook.isWhole else {
      return PreparedRunbook(file: file, source: source, plan: nil, diagnostics: diagnostics)
    }
    let records = RolloutRecords(of: invocation.value(of: .audit) ?? file.auditPath)
    let draft = PlanDraft(
      runbook: runbook, library: library(previous: records.previous, asksTargets: asksTargets),
      environment: invocation.value(of: .environment), selection: selection,
      earlier: earlierRun(invocation, file))
    guard let plan = draft.plan(variables, into: &diagnostics) else {
      return PreparedRunbook(file: file, source: source, plan: nil, diagnostics: diagnostics)
    }
    records.reportFailure(into: &diagnostics)
    checkCurl(plan, into: &diagnostics)
    return PreparedRunbook(
      file: file, source: source, plan: plan, environment: draft.environment, selection: selection,
      diagnostics: diagnostics)
  }

  /// The files and plugins that a plan is made of besides its runbook.
  static func library(
    previous: @escaping (_ target: String) -> PreviousVersion?, wish: RolloutReturn? = nil, asksTargets: Bool = false
  ) -> RunbookLibrary {
    let finder = PluginFinder()
    return RunbookLibrary(
      load: { path in
        do throws(FileReader.Failure) {
          return .success(SourceText(name: path, bytes: try FileReader.read(path)))
        } catch {
          return .failure(RunbookLibrary.LoadFailure(message: FileProblem(failure: error, what: "runbook").message))
        }
      }, find: { finder.find($0, beside: $1) },
      ask: { query in
        guard asksTargets else { return nil }
        let folder = query.folder.isEmpty ? "." : query.folder
        return TargetFinder().output(of: query.arguments, in: folder)
          .mapError { RunbookLibrary.LoadFailure(message: $0.message) }
      }, zones: .ofMachine, previous: previous, wish: wish)
  }

  /// The run whose results are to stand in for those of nodes that are left out.
  private static func earlierRun(_ invocation: Invocation, _ file: RunbookFile) -> EarlierRun? {
    invocation.value(of: .reuse).map { name in
      EarlierRun(name: name, auditPath: invocation.value(of: .audit) ?? file.auditPath, folder: file.folder)
    }
  }

  /// HTTP nodes need the `curl` program; better known before it runs.
  static func checkCurl(_ plan: Plan, into diagnostics: inout Diagnostics) {
    let needsCurl = plan.nodes.contains { !$0.isLeftOut && $0.sendsRequests }
    if !needsCurl, plan.settings.channels.contains(where: \.needsCurl), !ProgramAvailability.isInstalled("curl") {
      diagnostics.report(MissingProgram(name: "curl", subject: "channels"), at: .file(plan.source.name))
    }
    let awaited = plan.nodes.lazy.filter { !$0.isLeftOut }.flatMap(\.awaitedHosts).first { !HostsFile.knows($0) }
    if !needsCurl, let awaited, !ProgramAvailability.isInstalled("curl") {
      diagnostics.report(
        MissingProgram(name: "curl", subject: "functions that wait for hosts such as `\(awaited)`"),
        at: .file(plan.source.name))
    }
    guard needsCurl, !ProgramAvailability.isInstalled("curl") else { return }
    diagnostics.report(MissingProgram(name: "curl"), at: .file(plan.source.name))
  }
}

/// A program that the runbook needs and that is not there.
struct MissingProgram: Problem {
  let name: String
  var subject = "HTTP nodes"

  var id: String { "plan.missing-program" }
  var message: String { "\(subject) need the program `\(name)`, which is not on PATH" }
  var hint: String? { "install \(name)" }
}
