import TestSupport
import Testing

@testable import Running

/// The tables of transitions, row by row and alternative by alternative (design 8).
@Suite("Tables of rollouts")
struct RolloutTableTests {
  /// A table of the code, and what the design says of it.
  struct Table: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let table: RolloutTable<RolloutPhase>
    let cases: [RolloutCase]
  }

  static let tables = [
    Table(testDescription: "BlueGreen", table: .blueGreen, cases: RolloutCase.prologue + RolloutCase.blueGreen),
    Table(testDescription: "Canary", table: .canary, cases: RolloutCase.prologue + RolloutCase.canary),
    Table(testDescription: "Progressive", table: .progressive, cases: RolloutCase.prologue + RolloutCase.progressive),
  ]

  @Test("P: what all begin with", arguments: RolloutCase.prologue)
  func prologue(_ example: RolloutCase) {
    for table in Self.tables { check(example, table.table) }
  }

  @Test("B: blue-green", arguments: RolloutCase.blueGreen)
  func blueGreen(_ example: RolloutCase) { check(example, .blueGreen) }

  @Test("K: canary", arguments: RolloutCase.canary)
  func canary(_ example: RolloutCase) { check(example, .canary) }

  @Test("R: progressive", arguments: RolloutCase.progressive)
  func progressive(_ example: RolloutCase) { check(example, .progressive) }

  @Test("T: one target", arguments: RolloutCase.target)
  func target(_ example: RolloutCase) throws {
    let phase = try #require(TargetPhase(rawValue: example.from))
    let row = RolloutTable.target.row(from: phase, on: example.event, example.facts)
    #expect(row?.id == example.id)
    #expect(row?.to.rawValue == example.to)
    #expect(row?.cause == example.cause)
  }

  private func check(_ example: RolloutCase, _ table: RolloutTable<RolloutPhase>) {
    let row = RolloutPhase(rawValue: example.from).flatMap { table.row(from: $0, on: example.event, example.facts) }
    #expect(row?.id == example.id)
    #expect(row?.to.rawValue == example.to)
    #expect(row?.cause == example.cause)
  }

  // MARK: - Completeness

  @Test("every transition of the code has a case", arguments: tables)
  func isCovered(_ table: Table) {
    let gone = Set(
      table.cases.compactMap { example in
        RolloutPhase(rawValue: example.from).flatMap {
          table.table.row(from: $0, on: example.event, example.facts)?.name
        }
      })
    #expect(table.table.rows.map(\.name).filter { !gone.contains($0) } == [])
    #expect(Set(table.table.rows.map(\.name)).count == table.table.rows.count)
  }

  @Test("every transition of a target has a case")
  func targetsAreCovered() {
    let gone = Set(
      RolloutCase.target.compactMap { example in
        TargetPhase(rawValue: example.from).flatMap {
          RolloutTable.target.row(from: $0, on: example.event, example.facts)?.name
        }
      })
    #expect(RolloutTable.target.rows.map(\.name).filter { !gone.contains($0) } == [])
  }

  @Test("rows covered: P 14, B 36, K 44, T 16, R 26")
  func counts() {
    let all: [(String, Int, [RolloutCase])] = [
      ("P", 14, RolloutCase.prologue), ("B", 36, RolloutCase.blueGreen), ("K", 44, RolloutCase.canary),
      ("T", 16, RolloutCase.target), ("R", 26, RolloutCase.progressive),
    ]
    for (letter, count, cases) in all {
      let numbers = Set(cases.compactMap { Int($0.id.dropFirst().filter(\.isNumber)) })
      #expect(numbers == Set(1...count))
      #expect(cases.allSatisfy { $0.id.hasPrefix(letter) })
    }
    let alternatives = all.reduce(0) { $0 + $1.2.count }
    print("rows covered: P 14, B 36, K 44, T 16, R 26, \(alternatives) alternatives")
  }

  // MARK: - What is not listed

  @Test("what is not listed is no transition", arguments: tables)
  func isNotListed(_ table: Table) {
    let listed = Set(table.cases.map { "\($0.from) \($0.event.rawValue)" })
    var random = SeededRandom(seed: 7)
    for phase in RolloutPhase.allCases {
      for event in RolloutEvent.allCases where !listed.contains("\(phase.rawValue) \(event.rawValue)") {
        for _ in 0..<20 { #expect(table.table.row(from: phase, on: event, Self.anyFacts(&random)) == nil) }
      }
    }
  }

  @Test("what is not listed is no transition of a target")
  func isNotListedForTargets() {
    let listed = Set(RolloutCase.target.map { "\($0.from) \($0.event.rawValue)" })
    var random = SeededRandom(seed: 7)
    for phase in TargetPhase.allCases {
      for event in RolloutEvent.allCases where !listed.contains("\(phase.rawValue) \(event.rawValue)") {
        #expect(RolloutTable.target.row(from: phase, on: event, Self.anyFacts(&random)) == nil)
      }
    }
  }

  @Test("what is listed has a row whatever the facts are", arguments: tables)
  func isAlwaysAnswered(_ table: Table) {
    var random = SeededRandom(seed: 9)
    for example in table.cases {
      guard let phase = RolloutPhase(rawValue: example.from) else { continue }
      for _ in 0..<100 {
        let facts = Self.anyFacts(&random)
        // Who forces a rollout is not told that there is nothing to do.
        if example.event == .nothingToDo, facts.isForced, phase == .observing { continue }
        // Who halts on failures never comes to revert anything.
        if phase == .reverting, facts.onFailure == .halt { continue }
        #expect(table.table.row(from: phase, on: example.event, facts) != nil, "\(example.testDescription) \(facts)")
      }
    }
  }

  @Test("no two rows can hold at once but where one comes first on purpose", arguments: tables)
  func isUnambiguous(_ table: Table) {
    var random = SeededRandom(seed: 11)
    for example in table.cases {
      for _ in 0..<50 {
        let facts = Self.anyFacts(&random)
        let holding = table.table.rows.filter {
          $0.from.rawValue == example.from && $0.event == example.event && $0.guards.allSatisfy(facts.hold)
        }
        // `on_failure = "halt"` goes before the rows that undo.
        let others = holding.filter { !["B34", "K42"].contains($0.id) }
        #expect(others.count <= 1, "\(others.map(\.name))")
      }
    }
  }

  private static func anyFacts(_ random: inout SeededRandom) -> RolloutFacts {
    var facts = RolloutFacts()
    facts.waitsForLock = Bool.random(using: &random)
    facts.isForced = Bool.random(using: &random)
    facts.approvedSteps = Bool.random(using: &random) ? [1, 2, 3] : []
    facts.retires = Bool.random(using: &random)
    facts.onUnknown = RolloutFacts.Uncertainty.allCases.randomElement(using: &random) ?? .halt
    facts.onFailure = RolloutFacts.FailureAnswer.allCases.randomElement(using: &random) ?? .halt
    facts.replacesStable = Bool.random(using: &random)
    facts.hasUndoPromote = Bool.random(using: &random)
    facts.drainsTargets = Bool.random(using: &random)
    (facts.step, facts.steps) = (Int.random(in: 1...3, using: &random), 3)
    facts.lastResultWasGood = Bool.random(using: &random)
    facts.hasTriesLeft = Bool.random(using: &random)
    facts.mayHoldLonger = Bool.random(using: &random)
    facts.hasFailures = Bool.random(using: &random)
    facts.hasTouched = Bool.random(using: &random)
    facts.hasPromoted = Bool.random(using: &random)
    return facts
  }
}
