internal import Audit
internal import Effects
internal import Reports

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

  /// Whether no run of the runbook was ever recorded, at the place where that would be, and none is asked for.
  var hasNeverRun: Bool {
    run == nil && path == runbook.auditPath && Folder.exists(runbook.path) && !Folder.exists(path)
  }

  /// The runs that the file tells of; nothing, after a word, if it cannot be read.
  func runs(_ console: Console) -> [RunHistory]? { history(console)?.runs }

  /// Damaged places that are named.
  private static let namedDamages = 10

  /// What the file tells; damage is warned of, and nothing is returned, after a word, if it cannot be read.
  func history(_ console: Console) -> HistoryReader? {
    do throws(FileReader.Failure) {
      let (history, torn) = try read()
      warn(of: history, torn: torn, console)
      return history
    } catch {
      _ = unreadable(error, console)
      return nil
    }
  }

  /// What the file tells, and how many bytes a record has at its end that was never finished.
  func read() throws(FileReader.Failure) -> (HistoryReader, torn: Int) {
    var history = HistoryReader()
    let torn = try FileReader.readLines(path) { history.add($0) }
    return (history, torn)
  }

  /// Warns of what is damaged in the file.
  func warn(of history: HistoryReader, torn: Int, _ console: Console) {
    for damage in history.damages.prefix(Self.namedDamages) {
      console.say(
        "\(path):\(damage.line): warning: \(damage.kind.message) (byte \(damage.offset)); pyflow audit verify tells more\n"
      )
    }
    let rest = torn + history.bytesCut
    if rest > 0 {
      console.say(
        "\(path): warning: the last \(rest) bytes are of a record that was never finished; the next run sets them aside\n"
      )
    }
  }

  /// The run that is named, or the latest one.
  func run(among runs: [RunHistory]) throws(RunChoice) -> RunHistory {
    runs[try RunChoice.find(run ?? "latest", among: runs.map(\.id))]
  }

  /// The run that is named, or the latest one; nothing, after a word, if there is none.
  func run(among runs: [RunHistory], _ console: Console) -> RunHistory? {
    explained(console) { () throws(RunChoice) in try run(among: runs) }
  }

  /// The run that is named, or the latest one that goes on; nothing, after a word, if there is none.
  func livingRun(among runs: [RunHistory], _ console: Console) -> RunHistory? {
    explained(console) { () throws(RunChoice) in try livingRun(among: runs) }
  }

  private func explained(_ console: Console, _ find: () throws(RunChoice) -> RunHistory) -> RunHistory? {
    do throws(RunChoice) { return try find() } catch {
      console.complain(error.message, hint: error.hint)
      return nil
    }
  }

  /// The run that is named, or the latest one that goes on.
  func livingRun(among runs: [RunHistory]) throws(RunChoice) -> RunHistory {
    if run == nil, let run = runs.last(where: isAlive) { return run }
    return try run(among: runs)
  }

  /// What names a run of the file on the command line.
  func arguments(of run: String) -> RunArguments {
    RunArguments(file: runbook.path, run: run, auditPath: path)
  }

  /// Whether a run goes on: its lock says so, and where that is gone, the process on record, if it is still the same one.
  func isAlive(_ run: RunHistory) -> Bool {
    // An id that is none is that of no run, and names no folder.
    guard RunPrefix.isID(run.id) else { return false }
    let lock = "\(folder)/\(AuditEncoder.folder(of: run.id))/lock"
    switch RunLock.state(at: lock) {
    // A child that was being started when pyflow was killed holds the lock until its program has begun.
    case .held: return isProcessAlive(run) || RunLock.staysHeld(lock, for: .seconds(1))
    case .free: return false
    case .unknown: return run.status == nil && isProcessAlive(run)
    }
  }

  /// Whether the process that a run's records name lives, and is no other one of the same number.
  func isProcessAlive(_ run: RunHistory) -> Bool {
    run.process?.isAlive(boot: OwnProcess.bootID) { OwnProcess.startTicks(of: $0) } ?? false
  }

  /// Says why the file cannot be read.
  func unreadable(_ failure: FileReader.Failure, _ console: Console) -> ExitCode {
    let problem = FileProblem(failure: failure, what: "audit")
    console.complain("\(path): \(problem.message)", hint: failure == .missing ? "no run was recorded there yet" : nil)
    return .invalid
  }
}
