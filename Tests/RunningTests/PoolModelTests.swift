import Planning
import Running
import TestSupport
import Testing

/// Random nodes with pools and priorities against the obvious way to schedule them: whenever something has ended, look
/// through all that are ready, and start whatever has room.
@Suite("Random pools")
struct PoolModelTests {
  struct Node {
    let index: Int
    let priority: Int
    let duration: Int
    let shares: [Int: Int]
    let needs: Int?
  }

  struct Model {
    let nodes: [Node]
    let jobs: Int
    var room: [Int]
    var started: [String] = []
    private var ends: [Int: Int] = [:]

    init(_ nodes: [Node], room: [Int], jobs: Int) {
      self.nodes = nodes
      self.room = room
      self.jobs = jobs
    }

    /// Runs everything; the time that it took, in milliseconds.
    mutating func run() -> Int {
      var time = 0
      while true {
        startWhatHasRoom(at: time)
        guard let next = ends.values.filter({ $0 > time }).min() else { return time }
        time = next
        for node in nodes where ends[node.index] == time {
          for (pool, amount) in node.shares { room[pool] += amount }
        }
      }
    }

    private mutating func startWhatHasRoom(at time: Int) {
      for node in nodes.sorted(by: { ($0.priority, $0.index) < ($1.priority, $1.index) }) {
        let running = ends.values.count { $0 > time }
        let isReady = node.needs.map { (ends[$0] ?? .max) <= time } ?? true
        let hasRoom = node.shares.allSatisfy { room[$0] >= $1 }
        guard ends[node.index] == nil, isReady, hasRoom, running < jobs else { continue }
        for (pool, amount) in node.shares { room[pool] -= amount }
        ends[node.index] = time + node.duration
        started.append("n\(node.index)")
      }
    }
  }

  @Test("are run in the same order and time", arguments: 0..<20)
  func agrees(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 100)
    for _ in 0..<50 {
      let capacities = (0..<3).map { _ in Int.random(in: 1...4, using: &random) }
      let nodes = (0..<Int.random(in: 1...30, using: &random)).map { Self.node($0, capacities, &random) }
      let jobs = Int.random(in: 1...8, using: &random)
      let (plan, diagnostics) = Reading.plan(Self.runbook(nodes, capacities))
      #expect(!diagnostics.hasErrors)
      let scripts = Dictionary(
        uniqueKeysWithValues: nodes.map { ("n\($0.index)", FakeWorld.Script(after: .milliseconds($0.duration))) })
      let rehearsal = Rehearsal.run(plan, scripts: scripts, options: RunOptions(jobs: jobs))
      var model = Model(nodes, room: capacities, jobs: jobs)
      #expect(rehearsal.finish.duration == .milliseconds(model.run()))
      #expect(rehearsal.started == model.started)
    }
  }

  private static func node(_ index: Int, _ capacities: [Int], _ random: inout SeededRandom) -> Node {
    var shares: [Int: Int] = [:]
    for pool in capacities.indices where Int.random(in: 0..<2, using: &random) == 0 {
      shares[pool] = Int.random(in: 1...capacities[pool], using: &random)
    }
    let needs = index > 0 && Bool.random(using: &random) ? Int.random(in: 0..<index, using: &random) : nil
    return Node(
      index: index, priority: Int.random(in: 1...10, using: &random), duration: Int.random(in: 1...40, using: &random),
      shares: shares, needs: needs)
  }

  private static func runbook(_ nodes: [Node], _ capacities: [Int]) -> String {
    let pools = capacities.enumerated().map { "p\($0) = \($1)" }.joined(separator: ", ")
    return "[runbook]\npools = { \(pools) }\n"
      + nodes.map { node in
        let shares = node.shares.sorted { $0.key < $1.key }.map { "p\($0) = \($1)" }.joined(separator: ", ")
        let needs = node.needs.map { "\"n\($0)\"" } ?? ""
        return
          "[n\(node.index)]\ncommand = \"work\"\ndepends_on = [\(needs)]\npriority = \(node.priority)\npool = { \(shares) }\n"
      }.joined()
  }
}
