import Planning
import TestSupport
import Testing
import Text

/// Which nodes of a plan a selection leaves (design 10).
@Suite("Selections")
struct SelectionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var selection = Selection()
    let chosen: String
    var testDescription: String { name }

    init(_ name: String, _ chosen: String, _ select: (inout Selection) -> Void) {
      self.name = name
      self.chosen = chosen
      select(&selection)
    }
  }

  private static let graph = """
    build: tags = ["ci"]
    lint: depends_on = []; tags = ["ci", "fast"]
    test: depends_on = ["build", "lint"]
    deploy: when = "has_succeeded('test')"
    undo: when = "has_failed('deploy')"
    cleaned: depends_on = ["undo"]
    check: depends_on = ["deploy"]
    alarm: depends_on = ["check:failure"]
    watch: when = "failure()"; depends_on = ["check"]
    end: when = "always()"
    """

  static let cases: [Case] = [
    Case("only one: its handlers come with it", "deploy undo cleaned watch end") { $0.only = ["deploy"] },
    Case("only two", "build lint watch end") { $0.only = ["build", "lint"] },
    Case("a handler by an entry, and what looks back at everything", "check alarm watch end") { $0.only = ["check"] },
    Case("a handler by itself", "undo cleaned end") { $0.only = ["undo"] },
    Case("an end node by itself", "end") { $0.only = ["end"] },
    Case("skip", "build lint deploy undo cleaned check alarm watch end") { $0.skip = ["test"] },
    Case(
      "from: what comes after, whether by an entry or by a condition", "test deploy undo cleaned check alarm watch end"
    ) { $0.from = ["test"] },
    Case("until: what comes before", "build lint test watch end") { $0.until = ["test"] },
    Case("from and until: what is between", "test deploy undo cleaned check alarm watch end") {
      $0.from = ["test"]
      $0.until = ["check"]
    },
    Case("tags: any of them", "build lint watch end") { $0.tags = ["ci", "fast"] },
    Case("tags: one", "lint watch end") { $0.tags = ["fast"] },
    Case("each option narrows the choice", "build watch end") {
      $0.tags = ["ci"]
      $0.until = ["test"]
      $0.skip = ["lint"]
    },
  ]

  @Test("choose", arguments: cases)
  func chosen(_ example: Case) {
    var diagnostics = Diagnostics()
    let plan = Reading.plan(GraphSketch.runbook(Self.graph)).plan.selecting(example.selection, into: &diagnostics)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.nodes.filter { !$0.isLeftOut }.map(\.id).joined(separator: " ") == example.chosen)
  }

  @Test("that say nothing leave the plan as it is")
  func empty() {
    var diagnostics = Diagnostics()
    let plan = Reading.plan(GraphSketch.runbook(Self.graph)).plan
    let other = plan.selecting(Selection(), into: &diagnostics)
    #expect(PlanEncoder(other).digest == PlanEncoder(plan).digest)
  }

  @Test("are part of the digest")
  func digest() {
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.skip = ["test"]
    let plan = Reading.plan(GraphSketch.runbook(Self.graph)).plan
    #expect(PlanEncoder(plan.selecting(selection, into: &diagnostics)).digest != PlanEncoder(plan).digest)
  }

  @Test("of a plan with cycles end")
  func cycle() {
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.from = ["a"]
    let plan = Reading.plan(GraphSketch.runbook("a: depends_on = [\"b\"]\nb: depends_on = [\"a\"]\nc: depends_on = []"))
      .plan
    #expect(plan.selecting(selection, into: &diagnostics).nodes.map(\.isLeftOut) == [false, false, true])
  }

  @Test(
    "take a node with its instances, and an instance with its node",
    arguments: [(["d"], [], "d[1] d[2] d"), (["d[2]"], [], "d[2] d"), ([], ["d"], "a"), ([], ["d[1]"], "a d[2] d")])
  func instances(only: [String], skip: [String], chosen: String) {
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.only = only
    selection.skip = skip
    let text = "[a]\ncommand = \"x\"\n[d]\ncommand = \"x {{ item }}\"\nforeach = [1, 2]\n"
    let plan = Reading.plan(text).plan.selecting(selection, into: &diagnostics)
    #expect(plan.nodes.filter { !$0.isLeftOut }.map(\.id).joined(separator: " ") == chosen)
  }

  @Test("of a hundred thousand nodes cost what the graph costs")
  func large() {
    let text = GraphCase.nodes((0..<100_000).map { "[n\($0)]" }.joined(separator: "\n"))
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.from = ["n50000"]
    let plan = Reading.plan(text).plan.selecting(selection, into: &diagnostics)
    #expect(plan.nodes.count(where: \.isLeftOut) == 50_000)
  }
}
