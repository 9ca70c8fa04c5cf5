internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// A simulation, for programs: what `run --simulate --json` prints.
enum SimulationJSON {
  /// The name and version of the form.
  static let schema = "pyflow.simulation/1"

  static func render(_ outcome: RehearsalRun.Outcome, unknown: [String]) -> String {
    JSONStream.document(schema) { stream in
      stream.member("status", outcome.status)
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
