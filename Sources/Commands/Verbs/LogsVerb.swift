internal import Audit
internal import Effects
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow logs`: what the nodes of a run have printed, and print.
struct LogsVerb {
  let invocation: Invocation
  let console: Console

  /// How often is looked for news of a run that goes on: nobody tells.
  private static let interval = Duration.milliseconds(200)
  /// After so many looks without news it is asked whether the run's process lives.
  private static let patience = 5

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    var choice = LogReader.Choice(node: argument.node)
    choice.attempt = try invocation.number(of: .attempt, from: 1)
    choice.tail = try invocation.number(of: .tail, from: 0)
    guard let runs = argument.runs(console), let run = argument.run(among: runs, console) else { return .invalid }
    if let node = choice.node, !run.nodes.contains(where: { $0.id == node }) {
      let suggestion = Suggestion.closest(to: node, among: run.nodes.map(\.id))
      console.complain(
        OutputText.oneLine("run \(run.id) has no node `\(node)`"), hint: suggestion.map { "did you mean `\($0)`?" })
      return .invalid
    }
    var follower: RunFollower
    do throws(FileReader.Failure) { follower = try RunFollower(run.id, auditPath: argument.path) } catch {
      return argument.unreadable(error, console)
    }
    _ = follower.catchUp()
    if let attempt = choice.attempt, !invocation.has(.follow), !follower.logs.logs.contains(where: choice.contains) {
      console.complain(OutputText.oneLine("\(choice.node ?? "no node") of run \(run.id) has no attempt \(attempt)"))
      return .invalid
    }
    return try print(&follower, choice, argument)
  }

  private func print(
    _ follower: inout RunFollower, _ choice: LogReader.Choice, _ argument: AuditFileArgument
  ) throws -> ExitCode {
    let count = follower.logs.logs.count(where: choice.contains)
    let printer = LogPrinter(form(choice, count), console)
    // An id that is none names no folder.
    let id = follower.history.id
    guard RunPrefix.isID(id) else { return .invalid }
    var reader = LogReader(choice, folder: "\(argument.folder)/\(AuditEncoder.folder(of: id))", printer)
    _ = try reader.read(follower.logs.logs, isFirst: true)
    let code = invocation.has(.follow) ? try follow(&follower, &reader, argument) : .succeeded
    try reader.endAll(follower.logs.logs)
    if !reader.hasFound, !invocation.has(.json) {
      console.say(OutputText.oneLine("\(choice.node ?? "run \(id)") has printed nothing") + "\n")
    }
    return code
  }

  private func form(_ choice: LogReader.Choice, _ count: Int) -> LogPrinter.Form {
    if invocation.has(.json) { return .json }
    // GitHub's runner reads what is printed, and takes some lines for commands.
    let isForPeople = Terminal.isResult || console.host != nil
    if choice.node != nil, !isForPeople { return .raw }
    return .lines(named: count > 1 || choice.node == nil && invocation.has(.follow))
  }

  /// Prints what comes until the run has ended.
  private func follow(
    _ follower: inout RunFollower, _ reader: inout LogReader, _ argument: AuditFileArgument
  ) throws -> ExitCode {
    var quiet = 0
    while follower.history.status == nil {
      // What is on record as ended is read to its end: the records come after what they tell of.
      let hasNews = follower.catchUp()
      let hasMore = try reader.read(follower.logs.logs, isFirst: false)
      quiet = hasNews || hasMore ? 0 : quiet + 1
      if quiet >= Self.patience, !argument.isAlive(follower.history), !follower.catchUp() {
        return died(follower.history, argument)
      }
      if follower.history.status == nil { SystemClock.wait(Self.interval) }
    }
    _ = try reader.read(follower.logs.logs, isFirst: false)
    return .succeeded
  }

  private func died(_ run: RunHistory, _ argument: AuditFileArgument) -> ExitCode {
    console.complain(
      "run \(OutputText.oneLine(run.id)) did not end: its process is gone",
      hint: "go on with it: \(argument.arguments(of: run.id).command("resume"))")
    return .needsPerson
  }
}
