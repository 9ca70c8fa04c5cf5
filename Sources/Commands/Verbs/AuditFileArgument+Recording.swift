internal import Audit
internal import Effects
internal import Text
internal import Values

/// Why nothing is asked of a run.
enum LivingRunRefusal: Error {
  case run(RunChoice)
  case isOver(String)

  /// Says so.
  func explain(on console: Console) -> ExitCode {
    switch self {
    case .run(let choice):
      console.complain(choice.message, hint: choice.hint)
      return .invalid
    case .isOver(let run):
      console.complain("run \(run) is not going on", hint: "pyflow list shows which runs go on")
      return .refused
    }
  }
}

/// Recording what people want of runs: the runs read it in their audit file.
extension AuditFileArgument {
  /// The run that is named, or the latest one that goes on; it must go on.
  func runUnderWay(among runs: [RunHistory]) throws(LivingRunRefusal) -> RunHistory {
    let run: RunHistory
    do throws(RunChoice) { run = try livingRun(among: runs) } catch { throw .run(error) }
    if run.status != nil || !isAlive(run) { throw .isOver(run.id) }
    return run
  }

  /// Looks and records under the file's lock, so that nothing changes in between: what `find` makes of the runs, as `body`
  /// writes it; nothing where that has nothing to write.
  func record<Request>(
    on console: Console, find: (HistoryReader) throws -> Request, body: (Request) -> [UInt8]?
  ) throws -> Request {
    var history = HistoryReader()
    let writer = try AuditWriter(path: path, warn: console.warn)
    let date = SystemClock.date()
    return try writer.write(
      at: date,
      look: { file in
        try history.catchUp(with: file)
        return try find(history)
      },
      { writer, request in if let body = body(request) { writer.seal(body, at: date) } })
  }
}
