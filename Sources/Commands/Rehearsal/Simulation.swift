internal import Planning
internal import Reports
internal import Runbooks
internal import Running
internal import Templates
internal import Text
internal import Values

/// `pyflow run --simulate`: how a run would go in which all goes well, told in virtual time (design 9).
///
/// Nothing is run, nothing is recorded. What is not known before a run, such as what a command prints, is not made up.
struct Simulation {
  let prepared: PreparedRunbook
  let plan: Plan
  let settings: SessionSettings
  let console: Console

  /// The result, for people or as JSON; what is wrong with the world of the scenarios is shown in place of it.
  func run(asJSON: Bool) throws -> ExitCode {
    var diagnostics = Diagnostics()
    let world = world(into: &diagnostics)
    if diagnostics.hasErrors {
      try console.show(diagnostics, as: settings.format)
      return .invalid
    }
    let filled = plan.withPlaceholders
    let outcome = rehearsal(of: filled, in: world).run()
    var console = console
    console.mask(filled.secretTexts)
    let unknown = unknownOutputs(of: filled, world)
    if asJSON {
      try console.result(SimulationJSON.render(outcome, unknown: unknown))
    } else {
      try console.result(text(of: outcome, unknown))
    }
    return outcome.finish.map { ExitCode.of($0) } ?? .failed
  }

  /// The world of the scenarios beside the runbook, if there are any: what it says is known.
  private func world(into diagnostics: inout Diagnostics) -> ScenarioWorld {
    guard let files = try? ScenarioFiles.choose(prepared.file.path), let source = files.scenariosIfThere else {
      return ScenarioWorld()
    }
    return ScenarioReader.read(source, into: &diagnostics).world
  }

  private func rehearsal(of plan: Plan, in world: ScenarioWorld) -> RehearsalRun {
    var settings = RehearsalRun.Settings()
    settings.scene = ScriptedScene(world, of: plan)
    settings.places = plan.places(asked: self.settings.jobs)
    settings.environment = prepared.environment
    let hidden = plan.secretEnvironment
    settings.processEnvironment = console.environment.filter { !hidden.contains($0.key) }
    settings.directory = prepared.file.folder
    return RehearsalRun(plan: plan, script: RehearsalScript(), settings: settings)
  }

  /// Commands whose output others read, and which nobody knows before they have run.
  private func unknownOutputs(of plan: Plan, _ world: ScenarioWorld) -> [String] {
    plan.nodes.enumerated().filter { index, node in
      switch node.action {
      case .command, .request: break
      default: return false
      }
      return node.isRead && !node.isKnownToBeSkipped && plan.rolloutMember(index) == nil
        && !world.sayings.contains { RehearsalScript.matches($0.pattern.content, node.id) }
    }.map(\.element.id)
  }

  private func text(of outcome: RehearsalRun.Outcome, _ unknown: [String]) -> String {
    let style = console.outputStyle
    let head = "SIMULATION of \(OutputText.oneLine(plan.title)): nothing is run, and nothing is recorded"
    var lines = [style.paint(head, .warning)]
    lines += RehearsalTimeline(outcome, style: style, showsWholeCommands: true).lines
    for node in unknown {
      lines.append(
        "! others read what \(node) prints; nobody knows that before it runs, so it is taken to print nothing")
    }
    for problem in outcome.world.problems {
      if case .template(let failure) = problem { lines.append("! \(failure.problem.message)") }
    }
    let status = outcome.finish?.status.rawValue ?? "it never ends"
    let time = DurationText.format(outcome.duration)
    lines.append(style.paint("SIMULATION: \(status) after \(time) of virtual time; nothing was run", .warning))
    return lines.map { $0 + "\n" }.joined()
  }
}

/// A simulation, for programs: what `run --simulate --json` prints.
enum SimulationJSON {
  /// The name and version of the form.
  static let schema = "pyflow.simulation/1"

  static func render(_ outcome: RehearsalRun.Outcome, unknown: [String]) -> String {
    JSONStream.document(schema) { stream in
      stream.member("status", outcome.finish?.status.rawValue ?? "endless")
      stream.member("virtual_ms", outcome.duration.milliseconds)
      if !unknown.isEmpty { stream.strings("unknown_outputs", unknown) }
      let start = Instant(nanoseconds: 0)
      stream.array("events", outcome.events.compactMap { Entry($0.event, at: $0.at.duration(since: start), outcome) }) {
        $0.append(to: &$1)
      }
    }
  }

  /// Something that happens.
  private struct Entry {
    let milliseconds: Int
    let node: String
    let event: String
    var detail: (name: String, text: String)?

    init?(_ event: RunEvent, at time: Duration, _ outcome: RehearsalRun.Outcome) {
      milliseconds = time.milliseconds
      let nodes = outcome.plan.nodes
      switch event {
      case .started(let index, _, let action):
        (node, self.event, detail) = (nodes[index].id, "started", ("command", action.summary))
      case .finished(let finish):
        (node, self.event) = (nodes[finish.node].id, finish.status.rawValue)
        detail = finish.reason.map { ("reason", $0.message) }
      case .passedOver(let index, let status, let reason):
        if reason == .rolloutWentOn { return nil }
        (node, self.event, detail) = (nodes[index].id, status.rawValue, ("reason", reason.message))
      case .rolloutMoved(let index, let move):
        (node, self.event, detail) = (nodes[index].id, "rollout", ("phase", move.to.rawValue))
      case .approvalRequested(let request):
        (node, self.event) = (nodes[request.node].id, "asked")
        detail = ("question", request.question.text)
      default: return nil
      }
    }

    func append(to stream: inout JSONStream) {
      stream.object { stream in
        stream.member("at_ms", milliseconds)
        stream.member("node", node)
        stream.member("event", event)
        if let detail { stream.member(detail.name, detail.text) }
      }
    }
  }
}
