import Planning
import Reports
import TestSupport
import Testing
import Text

/// What a plan says of nodes inside a runbook that does not run.
@Suite("The plan of a nested runbook")
struct PlanOfNestedTests {
  private static let files = ["in.toml": "[x]\ncommand = \"work\"\nrollback = \"undo\"\n"]

  private static func text(_ plan: Plan) -> String {
    PlanText.render(plan, places: 1, digest: "D", style: .plain)
  }

  @Test("says that its nodes do not run where the node that runs it does not")
  func skipped() {
    let plan = Reading.plan("[n]\nrunbook = \"in.toml\"\nskip = true\n", files: Self.files).plan
    #expect(Self.text(plan).contains("2. n/x [Command]\n     $ work\n     skipped: n does not run\n"))
  }

  @Test("counts its nodes as left out with the node that runs it")
  func leftOut() {
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.only = ["other"]
    let plan = Reading.plan("[n]\nrunbook = \"in.toml\"\n[other]\ncommand = \"x\"\n", files: Self.files).plan
      .selecting(selection, into: &diagnostics)
    #expect(Self.text(plan).contains(": 3 nodes, 1 chosen\n"))
    #expect(Self.text(plan).contains("     skipped: n does not run\n"))
  }

  @Test("tells what would undo a node")
  func undone() {
    let plan = Reading.plan("[n]\nrunbook = \"in.toml\"\n", files: Self.files).plan
    #expect(Self.text(plan).contains("     runs as soon as n does; undone by undo\n"))
  }
}
