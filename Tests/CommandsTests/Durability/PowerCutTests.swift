import Audit
import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Commands

/// Runs whose machine loses its power at any call, on a disk that loses, reorders and tears what was not synced (design 6).
@Suite("A power cut")
struct PowerCutTests {
  /// How many runs there are in one case.
  private static let perCase = 25
  private static let cases = Torture.count(12, long: 200, nightly: 4000)

  @Test("takes nothing that had to be on disk, and the run ends as it would have", arguments: 0..<cases)
  func cut(block: Int) throws {
    for number in 0..<Self.perCase {
      let seed = UInt64(block * Self.perCase + number)
      var random = SeededRandom(seed: seed + 4711)
      let isStrict = Bool.random(using: &random)
      guard let plan = Self.plan(isStrict, &random) else { continue }
      let scripts = Self.scripts(plan, &random)
      try check(plan, scripts, isStrict: isStrict, seed: seed, &random)
    }
  }

  private static func plan(_ isStrict: Bool, _ random: inout SeededRandom) -> Plan? {
    var text = RandomRunbook.text(nodes: Int.random(in: 2...9, using: &random), &random)
    text = text.replacing(
      "[runbook]\n", with: "[runbook]\nrollback = \"never\"\n\(isStrict ? "durability = \"strict\"\n" : "")")
    // Some can be undone: their start and their end are on disk first.
    text = text.split(separator: "[n").map { node in
      let undo = Int.random(in: 0..<3, using: &random) == 0 ? "rollback = \"undo\"\n" : ""
      return node.replacing("command = \"work\"\n", with: "command = \"work\"\nidempotent = true\n\(undo)")
    }.joined(separator: "[n")
    let (plan, diagnostics) = Reading.plan(text)
    return diagnostics.hasErrors ? nil : plan
  }

  private static func scripts(_ plan: Plan, _ random: inout SeededRandom) -> [String: FakeWorld.Script] {
    var scripts: [String: FakeWorld.Script] = [:]
    for node in plan.nodes {
      let fails = Int.random(in: 0..<6, using: &random) == 0
      scripts[node.id] = FakeWorld.Script(
        .exited(fails ? 1 : 0), after: .milliseconds(Int.random(in: 1...2000, using: &random)))
    }
    return scripts
  }

  private func check(
    _ plan: Plan, _ scripts: [String: FakeWorld.Script], isStrict: Bool, seed: UInt64, _ random: inout SeededRandom
  ) throws {
    let path = RecordedRehearsal.path
    let undisturbed = PowerCutDisk(seed: seed)
    let calm = RecordedRehearsal(plan: plan, scripts: scripts, watch: RecordedRehearsal.Watch())
    let expected = try calm.goOn(from: [], on: undisturbed)

    let watch = RecordedRehearsal.Watch()
    let run = RecordedRehearsal(plan: plan, scripts: scripts, watch: watch)
    var kept: Set<String> = []
    var files: [String: [UInt8]] = [:]
    var finish: RunFinish?
    // Some are cut again while they are taken up; the last process is left alone.
    for round in (0..<Int.random(in: 1...3, using: &random)).reversed() {
      let calls = round == 0 ? Int.max : Int.random(in: 0...(undisturbed.calls + 1), using: &random)
      let disk = PowerCutDisk(files, calls: calls, seed: seed &+ UInt64(round))
      if let history = RecordedRehearsal.history(files[path] ?? []) {
        kept.subtract(Self.answering(plan, RecordedRehearsal.past(history)))
      }
      let mustBeKept: (PlanNode) -> Bool = { isStrict || $0.rollback != nil }
      watch.willStart = { node in
        #expect(!mustBeKept(node) || disk.isSynced(path), "\(node.id) starts on disk, seed \(seed)")
        #expect(!kept.contains(node.id), "\(node.id) had ended, seed \(seed)")
      }
      watch.hasEnded = { node, status in
        guard mustBeKept(node) else { return }
        #expect(disk.isSynced(path), "\(node.id) has ended on disk, seed \(seed)")
        if status == .succeeded { kept.insert(node.id) }
      }
      finish = try? run.goOn(from: files[path] ?? [], on: disk)
      files = finish == nil ? disk.survivors() : [path: disk.content(path)]
      let verification = AuditVerification.of(files[path] ?? [])
      #expect(verification.damage == nil, "seed \(seed)")
      if finish != nil { break }
    }
    #expect(finish?.status == expected.status, "seed \(seed)")
    #expect(finish?.counts == expected.counts, "seed \(seed)")
    #expect(AuditVerification.of(files[path] ?? []).torn == nil, "seed \(seed)")
    #expect(Self.statuses(files[path] ?? []) == Self.statuses(undisturbed.content(path)), "seed \(seed)")
  }

  /// Nodes that answer the failure of one that is tried again: they are begun again with it (design 7).
  private static func answering(_ plan: Plan, _ past: PastRun) -> [String] {
    let causes = Resumption(of: plan, after: past).causes
    return plan.nodes.indices.filter { if case .answers? = causes[$0] { true } else { false } }.map {
      plan.nodes[$0].id
    }
  }

  private static func statuses(_ bytes: [UInt8]) -> [String: NodeStatus] {
    RecordedRehearsal.history(bytes).map { RecordedRehearsal.past($0).nodes.mapValues(\.status) } ?? [:]
  }
}
