internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow promote` and `pyflow abort`, which have a rollout that goes on skip its steps, or go back.
///
/// That is recorded, and the run reads it there.
struct RolloutVerb {
  let wish: RolloutEvent
  let invocation: Invocation
  let console: Console

  /// Why nothing is recorded.
  private enum Refusal: Error {
    case noRollout(String, open: [String])
    case severalRollouts([String])
    case notNow(String, phase: RolloutPhase)
    case noCanary(String, PlanStrategy.Kind, approval: String?)
  }

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard Folder.exists(argument.path) else { return argument.unreadable(.missing, console) }
    do {
      try tell(try record(argument))
      return .succeeded
    } catch let refusal as LivingRunRefusal {
      return refusal.explain(on: console)
    } catch let refusal as Refusal {
      explain(refusal)
      return .refused
    } catch let error where AuditFailureText.isKnown(error) {
      return console.notWritten(error, argument.path)
    }
  }

  private func record(_ argument: AuditFileArgument) throws -> RolloutRequest {
    let person = UserDatabase.currentPerson(console.environment)
    return try argument.record(
      on: console,
      find: { history in
        let run = try argument.runUnderWay(among: history.runs)
        return RolloutRequest(
          run: run.id, node: try rollout(of: run, argument).id, wish: wish, person: person,
          comment: invocation.value(of: .comment))
      },
      body: \.body)
  }

  /// The rollout that is named, or the only one that goes on.
  private func rollout(of run: RunHistory, _ argument: AuditFileArgument) throws(Refusal) -> RunHistory.Node {
    let open = run.nodes.filter { $0.rollout.map { !$0.phase.hasEnded } ?? false }
    let named = argument.node.map { id in open.filter { $0.id == id } } ?? open
    guard let first = named.first else { throw .noRollout(argument.node ?? "", open: open.map(\.id)) }
    if named.count > 1 { throw .severalRollouts(open.map(\.id)) }
    let phase = first.rollout?.phase ?? .start
    let kind = first.strategy ?? .canary
    if wish == .promote, kind != .canary {
      throw .noCanary(first.id, kind, approval: approval(of: first, in: run, argument))
    }
    if !phase.accepts(wish, of: kind) { throw .notNow(first.id, phase: phase) }
    return first
  }

  /// The command that answers what a rollout asks, if it asks something.
  private func approval(of rollout: RunHistory.Node, in run: RunHistory, _ argument: AuditFileArgument) -> String? {
    run.waiting.first { $0.node.hasPrefix(rollout.id + "/") }.map {
      argument.arguments(of: run.id).command("approve", node: $0.node)
    }
  }

  private func tell(_ request: RolloutRequest) throws(ResultNotWritten) {
    if invocation.has(.json) {
      return try console.result(
        JSONStream.document("pyflow.rollout/1") { stream in
          stream.member("run", request.run)
          stream.member("node", request.node)
          stream.member("wish", request.wish.rawValue)
          stream.member("by", request.person.name)
        })
    }
    let person = OutputText.oneLine(request.person.text)
    let words = request.wish == .abort ? "goes back" : "skips its further steps"
    try console.result("\(request.node) of run \(request.run) \(words), as \(person) wants it\n")
  }

  private func explain(_ refusal: Refusal) {
    switch refusal {
    case .noRollout(let node, let open):
      let words = node.isEmpty ? "no rollout goes on" : "no rollout `\(node)` goes on"
      console.complain(words, hint: open.isEmpty ? nil : "these do: " + open.joined(separator: ", "))
    case .severalRollouts(let open):
      console.complain("several rollouts go on", hint: "name one of them: " + open.joined(separator: ", "))
    case .noCanary(let node, let kind, let approval):
      console.complain(
        "\(node) cannot be promoted: only a Canary can, and it is \(kind.rawValue)",
        hint: approval.map { "to answer what it asks: \($0)" })
    case .notNow(let node, let phase):
      let done = wish == .promote ? "promoted" : "aborted"
      console.complain(
        "\(node) cannot be \(done) now: its phase is \(phase.words)",
        hint: RolloutWishText.obstacle(to: wish, in: phase))
    }
  }
}
