internal import Audit
internal import Effects
internal import Planning
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// A run as its records tell of it, with everything that it takes to go on with it.
struct RecordedRun {
  let history: RunHistory
  /// How much of the audit file was read, in bytes.
  let auditSize: Int
  let start: RunStart
  let past: PastRun
  let auditPath: String
  /// The folder of the runbook, which the records' paths begin at.
  let folder: String

  private var reader: RecordedResultReader { RecordedResultReader(folder: folder) }

  /// Reads the records of one of the runs of an audit file.
  static func read(
    _ history: RunHistory, auditSize: Int, in argument: AuditFileArgument
  ) throws(FileReader.Failure) -> RecordedRun {
    var start = RunStart(of: history.id)
    var results = RecordedResults()
    var offset = 0
    try FileReader.readLines(argument.path) { line in
      // What a power cut left behind that counts for nothing.
      if offset >= auditSize { return }
      offset += line.count + 1
      guard let record = AuditRecord(line), record.run == history.id else { return }
      results.add(record)
      start.add(record)
    }
    let reader = RecordedResultReader(folder: argument.folder)
    var left: [String: ReusedResult] = [:]
    for (id, node) in results.runs.first?.nodes ?? [:] {
      left[id] = try? reader.content(of: node).get()
    }
    return RecordedRun(
      history: history, auditSize: auditSize, start: start, past: history.past(left, identify: UserDatabase.person),
      auditPath: argument.path, folder: argument.folder)
  }

  /// The texts that its plan was made of.
  func sources(into diagnostics: inout Diagnostics) -> RecordedSources {
    RecordedSources.read(start, reader, into: &diagnostics)
  }

  /// The plan, made again of what was recorded; what keeps it from being made is reported.
  ///
  /// `given` tells the values that stand on no record, which are the secrets, and others that are to be new.
  func plan(
    of sources: RecordedSources, with given: (Runbook, inout Diagnostics) throws -> [VariableAssignment],
    into diagnostics: inout Diagnostics
  ) throws -> Plan? {
    guard let source = sources.root, !diagnostics.hasErrors else { return nil }
    let runbook = RunbookReader.read(source, into: &diagnostics)
    let values = recordedValues(for: runbook) + (try given(runbook, &diagnostics))
    let variables = VariableResolver.resolve(
      runbook.variables, in: source, given: values, demandsAll: true, into: &diagnostics)
    guard runbook.isWhole else { return nil }
    let draft = PlanDraft(
      runbook: runbook, library: sources.library(start), environment: start.environment, selection: start.selection,
      earlier: start.reused.map { EarlierRun(name: $0, auditPath: auditPath, folder: folder) })
    return draft.plan(variables, into: &diagnostics)
  }

  /// The values that stand in the records: those of all variables but secrets.
  func recordedValues(for runbook: Runbook) -> [VariableAssignment] {
    let secrets = Set(runbook.variables.filter(\.isSecret).map(\.name))
    var variables = start.variables
    if let text = start.variableFile.flatMap({ reader.text(of: $0) }) {
      variables = RunStart.variables(in: try? JSONReader.read(text))
    }
    return variables.filter { !secrets.contains($0.name) }.map { variable in
      VariableAssignment(
        name: variable.name, content: .value(variable.value), source: .recorded(variable.source),
        place: .origin("run \(start.run)"))
    }
  }
}
