import Audit
import Effects
import Planning
import Running
import TestSupport
import Values

@testable import Commands

/// A run in virtual time that is recorded for real, begun and taken up again by one process after the other.
struct RecordedRehearsal {
  /// What is seen of the run from outside, over all its processes.
  final class Watch {
    /// The nodes that were started, in order.
    var started: [String] = []
    /// The nodes of which everybody heard that they had succeeded.
    var succeeded: Set<String> = []
    /// Is called before a process starts.
    var willStart: (PlanNode) -> Void = { _ in }
    /// Is called when everybody has heard that a node ended.
    var hasEnded: (PlanNode, NodeStatus) -> Void = { _, _ in }
  }

  static let path = "/srv/deploy.audit.jsonl"
  private static let identity = RunIdentity(
    version: "0.1.0", runbookPath: "deploy.toml", runbookDigest: .zero, user: "ann", userID: 1, host: "h", process: 2)

  let plan: Plan
  let scripts: [String: FakeWorld.Script]
  var path = Self.path
  var folder = "/srv"
  let watch: Watch

  /// What the records of a file tell of the run.
  static func history(_ bytes: [UInt8]) -> RunHistory? {
    var reader = HistoryReader()
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) { reader.add(line) }
    return reader.runs.first { $0.id == "R" }
  }

  static func past(_ history: RunHistory) -> PastRun {
    history.past([:]) { Person(name: "somebody", userID: $0) }
  }

  /// Begins the run, or takes it up where the records of `content` end, and goes on to its end.
  func goOn(from content: [UInt8], on calls: any FileCalls) throws -> RunFinish {
    var journal = try AuditJournal(path: path, folder: folder, plan: plan, run: "R", on: calls) { _ in }
    let options = RunOptions(jobs: 4)
    let context = RunContext(
      id: "R", requester: Rehearsal.requester, directory: folder, startedAt: Timestamp(milliseconds: 0),
      environment: [:])
    let engine: Engine
    let date = Timestamp(milliseconds: 1_790_000_000_000)
    if let history = Self.history(content) {
      try journal.resume(Self.identity, for: .resume, newPlan: nil, options: options, at: date)
      engine = Engine(plan: plan, context: context, options: options, past: Self.past(history), purpose: .resume)
    } else {
      try journal.begin(Self.identity, digest: .zero, options: options, at: date)
      engine = Engine(plan: plan, context: context, options: options)
    }
    let world = WatchedWorld(world: FakeWorld(ids: plan.nodes.map(\.id), scripts: scripts), plan: plan, watch: watch)
    var loop = RunLoop(engine: engine, world: world, journal: journal, sink: Listener(plan: plan, watch: watch))
    return try loop.run()
  }

  /// A fake world whose starts are watched.
  private struct WatchedWorld: World {
    var world: FakeWorld
    let plan: Plan
    let watch: Watch

    func now() -> Instant { world.now() }
    func date() -> Timestamp { world.date() }
    mutating func wait(until deadline: Instant?) -> [Event] { world.wait(until: deadline) }
    mutating func endEverything() { world.endEverything() }

    mutating func perform(_ effect: Effect) {
      if case .start(let node, .run, _, _) = effect {
        watch.willStart(plan.nodes[node])
        watch.started.append(plan.nodes[node].id)
      }
      world.perform(effect)
    }
  }

  private struct Listener: EventSink {
    let plan: Plan
    let watch: Watch

    func idle(at now: Instant) {}
    func hide(_ secrets: [String]) {}

    func hear(_ events: [RunEvent], at now: Instant) {
      for case .finished(let finish) in events {
        let node = plan.nodes[finish.node]
        if finish.status == .succeeded { watch.succeeded.insert(node.id) }
        watch.hasEnded(node, finish.status)
      }
    }
  }
}
