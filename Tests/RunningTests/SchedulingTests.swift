import Running
import TestSupport
import Testing

@Suite("Scheduling")
struct SchedulingTests {
  private static let ten = GraphCase.nodes((0..<10).map { "[n\($0)]\ndepends_on = []" }.joined(separator: "\n"))

  @Test("so many run at once as there are places", arguments: [(1, 10), (3, 4), (10, 1), (100, 1)])
  func jobs(places: Int, seconds: Int) {
    let rehearsal = Rehearsal.run(Reading.plan(Self.ten).plan, options: RunOptions(jobs: places))
    #expect(rehearsal.finish.duration == .seconds(seconds))
    #expect(rehearsal.started == (0..<10).map { "n\($0)" })
  }

  @Test("sequential means one at a time")
  func sequential() {
    let plan = Reading.plan("[runbook]\nmode = \"sequential\"\n" + Self.ten).plan
    #expect(Rehearsal.run(plan, options: RunOptions(jobs: 8)).finish.duration == .seconds(10))
  }

  @Test("ready nodes go in the order of the file")
  func order() {
    let runbook = GraphCase.nodes("[z]\n[m]\ndepends_on = [\"a\"]\n[a]\ndepends_on = []\n[b]\ndepends_on = []")
    let rehearsal = Rehearsal.run(Reading.plan(runbook).plan, options: RunOptions(jobs: 1))
    #expect(rehearsal.started == ["z", "a", "m", "b"])
  }

  @Test("a node that owns the terminal runs alone")
  func interactive() {
    let runbook =
      GraphCase.nodes("[a]\n[b]\ndepends_on = []\n[c]\ndepends_on = []")
      .replacing("[b]", with: "[b]\ninteractive = true")
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let rehearsal = Rehearsal.run(Reading.plan(runbook).plan, options: options)
    #expect(rehearsal.finish.duration == .seconds(3))
    #expect(rehearsal.started == ["a", "b", "c"])
  }

  @Test("without a terminal such a node fails")
  func interactiveWithout() {
    let plan = Reading.plan("[a]\ncommand = \"top\"\ninteractive = true").plan
    #expect(Rehearsal.run(plan).reasons["a"] == .needsTerminal)
  }

  @Test("nothing starts before it was told that it starts")
  func recordedFirst() {
    let rehearsal = Rehearsal.run(Reading.plan(Self.ten).plan)
    var told: Set<Int> = []
    for event in rehearsal.events {
      if case .started(let node, let attempt, _) = event {
        #expect(attempt == 1)
        told.insert(node)
      }
    }
    #expect(told == Set(0..<10))
  }

  @Test("the same events give the same effects")
  func deterministic() {
    let plan = Reading.plan(Self.ten).plan
    let runs = (0..<2).map { _ in Rehearsal.run(plan, scripts: ["n3": .fails], options: RunOptions(jobs: 3)) }
    // The last event counts in a dictionary, whose order when printed means nothing.
    #expect(runs[0].events.dropLast().map { "\($0)" } == runs[1].events.dropLast().map { "\($0)" })
    #expect(runs[0].finish == runs[1].finish)
  }

  @Test("a long chain does not exhaust the stack")
  func longChain() {
    let plan = Reading.plan(GraphCase.nodes((0..<20_000).map { "[n\($0)]" }.joined(separator: "\n"))).plan
    let rehearsal = Rehearsal.run(plan, scripts: ["n0": .fails])
    #expect(rehearsal.finish.counts == [.failed: 1, .blocked: 19_999])
  }
}
