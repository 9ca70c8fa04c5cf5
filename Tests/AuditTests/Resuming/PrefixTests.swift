import Audit
import Planning
import Running
import TestSupport
import Testing
import Text

/// The records of random runs, cut anywhere: the run goes on as if nothing had happened (design 7).
@Suite("Runs that end at any record")
struct PrefixTests {
  /// Where the nodes of a random runbook stand.
  enum Shape: CaseIterable {
    /// In the runbook that is run.
    case flat
    /// Behind a list of instances, each with a name of its own.
    case iterated
    /// In a runbook that a node runs, with nodes before and behind it.
    case nested
  }

  @Test(
    "end as the undisturbed run does, and nothing that had succeeded runs twice",
    arguments: 0..<RandomRunbook.blocks(of: 25), Shape.allCases)
  func everyPrefix(block: Int, shape: Shape) {
    var random = SeededRandom(seed: UInt64(block) + 77)
    for _ in 0..<4 {
      let text = RandomRunbook.text(nodes: Int.random(in: 2...14, using: &random), &random)
        .replacing("command = \"work\"\n", with: "command = \"work\"\nidempotent = true\n")
      let (plan, diagnostics) = Self.plan(text, shape)
      if diagnostics.hasErrors { continue }
      let failing = Set(plan.nodes.map(\.id).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
      let scripts = Dictionary(
        uniqueKeysWithValues: plan.nodes.map { node in
          let duration = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
          return (node.id, FakeWorld.Script(.exited(failing.contains(node.id) ? 1 : 0), after: duration))
        })
      let whole = Rehearsal.run(plan, scripts: scripts)
      let records = Self.records(of: whole.events, plan)
      for cut in 0...records.count { check(Array(records[..<cut]), plan, scripts, whole, text) }
    }
  }

  private static func plan(_ text: String, _ shape: Shape) -> (plan: Plan, diagnostics: Diagnostics) {
    switch shape {
    case .flat: return Reading.plan(text)
    case .iterated:
      return Reading.plan(text.replacing("idempotent = true\n", with: "idempotent = true\nforeach = [\"a\", \"b\"]\n"))
    case .nested:
      let outer = """
        [first]
        command = "work"
        idempotent = true
        [inside]
        runbook = "inner.toml"
        [last]
        command = "work"
        idempotent = true
        """
      return Reading.plan(outer, files: ["inner.toml": text])
    }
  }

  private func check(
    _ records: [AuditRecord], _ plan: Plan, _ scripts: [String: FakeWorld.Script], _ whole: Rehearsal, _ text: String
  ) {
    var history = RunHistory(id: "R")
    for record in records { history.add(record) }
    let past = history.past([:]) { Person(name: "somebody", userID: $0) }
    let resumed = Rehearsal.run(plan, scripts: scripts, past: past)
    let words = "\(text)\nafter \(records.count): \(records.last?.event ?? "") \(records.last?[.node]?.string ?? "")"
    #expect(Self.settled(resumed, plan) == Self.settled(whole, plan), "\(words)")
    #expect(resumed.finish.status == whole.finish.status, "\(words)")
    let causes = Resumption(of: plan, after: past).causes
    for (index, node) in plan.nodes.enumerated() where past.nodes[node.id]?.status == .succeeded {
      if case .answers? = causes[index] { continue }
      #expect(!resumed.started.contains(node.id), "\(words)")
    }
  }

  @Test(
    "are undone by `recover`: each node once, and before what it depends on",
    arguments: 0..<RandomRunbook.blocks(of: 25))
  func everyUndoing(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 7700)
    for _ in 0..<4 {
      let text = RandomRunbook.text(nodes: Int.random(in: 2...14, using: &random), &random)
        .replacing("command = \"work\"\n", with: "command = \"work\"\nrollback = \"undo\"\n")
      let (plan, diagnostics) = Reading.plan(text)
      if diagnostics.hasErrors { continue }
      let scripts = Dictionary(
        uniqueKeysWithValues: plan.nodes.map { node in
          let duration = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
          return (
            node.id, FakeWorld.Script(.exited(Int.random(in: 0..<6, using: &random) == 0 ? 1 : 0), after: duration)
          )
        })
      let records = Self.records(of: Rehearsal.run(plan, scripts: scripts).events, plan)
      for cut in 0...records.count { checkUndoing(Array(records[..<cut]), plan, text) }
    }
  }

  private func checkUndoing(_ records: [AuditRecord], _ plan: Plan, _ text: String) {
    var history = RunHistory(id: "R")
    for record in records { history.add(record) }
    let due = Set(history.nodes.filter { $0.isRegistered || $0.isUndone }.map(\.id))
    guard !history.registered.isEmpty else { return }
    let run = Rehearsal.run(
      plan, past: history.past([:], identify: { Person(name: String($0), userID: $0) }), purpose: .recover)
    let words = "\(text)\nafter \(records.count): \(records.last?.event ?? "") \(records.last?[.node]?.string ?? "")"
    #expect(run.finish.status == .rolledBack, "\(words)")
    let before = records.filter { $0.kind == .rollbackFinished }.compactMap { $0[.node]?.string }
    let undone = before + run.started.map { $0.replacing("!rollback", with: "") }
    #expect(undone.count == due.count && Set(undone) == due, "\(undone) of \(due)\n\(words)")
    for (place, id) in undone.enumerated() {
      guard let index = plan.index(of: id) else { continue }
      let needed = plan.nodes[index].entries.map { plan.nodes[$0.target].id }
      #expect(needed.allSatisfy { !undone[..<place].contains($0) }, "\(id) after what it stands on\n\(words)")
    }
  }

  /// How every node ended that is not in a group which has failed: which of its items were still begun is a matter of time.
  private static func settled(_ run: Rehearsal, _ plan: Plan) -> [String: NodeStatus] {
    run.statuses.filter { id, _ in
      guard let index = plan.index(of: id), let instance = plan.nodes[index].instance else { return true }
      return run.statuses[plan.nodes[instance.group].id] != .failed
    }
  }

  static func records(of events: [RunEvent], _ plan: Plan) -> [AuditRecord] {
    var encoder = AuditEncoder(plan: plan, run: "R")
    return events.compactMap { encoder.body(of: $0).map(Array.init) }.enumerated().compactMap { number, body in
      AuditRecord(Array("{\"seq\":\(number + 1),".utf8)[...] + body + Array("}".utf8))
    }
  }
}
