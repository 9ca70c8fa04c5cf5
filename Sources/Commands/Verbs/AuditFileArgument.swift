internal import Audit
internal import Effects

/// Which audit file, which run in it and which node of that the arguments of a command name.
struct AuditFileArgument {
  let path: String
  /// The runbook; the audit file itself if that was named.
  let runbook: RunbookFile
  /// The folder in which pyflow keeps the files of the runs.
  var folder: String { runbook.folder }
  let run: String?
  let node: String?
  /// What comes after these.
  let status: String?

  /// `[FILE] [RUN] [NODE] [STATUS]`: a runbook or an audit file, then a run, then a node of it.
  ///
  /// The first one names no file if it looks like none and another one may be left out: then it is a run.
  init(_ invocation: Invocation, isFile: (String) -> Bool) throws(UsageProblem) {
    var arguments = invocation.arguments[...]
    var file: String?
    if let first = arguments.first,
      arguments.count == invocation.verb.maximumArguments && arguments.count > 1 || first.hasSuffix(".toml")
        || first.hasSuffix(".jsonl") || first.contains("/") || isFile(first)
    {
      file = first
      arguments = arguments.dropFirst()
    }
    run = arguments.first
    node = arguments.dropFirst().first
    status = arguments.dropFirst(2).first
    let isAudit = file?.hasSuffix(".jsonl") ?? false
    runbook = isAudit ? RunbookFile(path: file ?? "") : try RunbookFile.choose(file)
    path = invocation.value(of: .audit) ?? (isAudit ? runbook.path : runbook.auditPath)
  }

  /// The runs that the file tells of; lines that are no records are warned of, and nothing, after a word, if it cannot be read.
  func runs(_ console: Console) -> [RunHistory]? {
    var history = HistoryReader()
    do throws(FileReader.Failure) { try FileReader.readLines(path) { history.add($0) } } catch {
      _ = unreadable(error, console)
      return nil
    }
    for line in history.unreadable.prefix(10) {
      console.say(
        "\(path):\(line.number): warning: this line is no record (byte \(line.offset)); pyflow audit verify tells more\n"
      )
    }
    return history.runs
  }

  /// Whether a run's process lives.
  func isAlive(_ run: String) -> Bool { RunLock.isHeld("\(folder)/\(AuditEncoder.folder(of: run))/lock") }

  /// Says why the file cannot be read.
  func unreadable(_ failure: FileReader.Failure, _ console: Console) -> ExitCode {
    let problem = FileProblem(failure: failure, what: "audit")
    console.complain("\(path): \(problem.message)", hint: failure == .missing ? "no run was recorded there yet" : nil)
    return .invalid
  }
}
