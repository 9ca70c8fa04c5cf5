import Foundation
import Planning
import Reports
import TestSupport
import Testing

/// Rollouts in drawings, and in plans for programs.
@Suite("Rollouts in drawings and JSON")
struct RolloutDrawingTests {
  private static let runbook = """
    [build]
    command = "make"
    [ship]
    type = "Canary"
    target = "api"
    steps = [10]
    deploy = "./d.sh"
    shift = "./s.sh {{ rollout.weight }}"
    check = { url = "http://x" }
    [tell]
    function = "notify"
    params = { message = "done" }
    """

  @Test("stand in a frame of Graphviz, with what changes something in red, and what lies dormant dashed")
  func dot() {
    let text = GraphText.render(Reading.plan(Self.runbook).plan, as: .dot)
    #expect(
      text == """
        digraph "deploy" {
          rankdir=LR;
          node [fontname="Helvetica"];
          "build" [shape=hexagon, style=filled, fillcolor=lightyellow];
          "ship" [shape=folder, style=filled, fillcolor=white];
          subgraph "cluster_ship" {
            label="ship: Canary api";
            "ship/lock" [shape=box, style=filled, fillcolor=lightgreen];
            "ship/deploy" [shape=hexagon, style=filled, fillcolor=lightyellow, color=red, penwidth=2];
            "ship/verify" [shape=cds, style=filled, fillcolor=lavender];
            "ship/step-1/shift" [shape=hexagon, style=filled, fillcolor=lightyellow, color=red, penwidth=2];
            "ship/step-1/analyse" [shape=cds, style=filled, fillcolor=lavender];
            "ship/promote" [shape=hexagon, style=filled, fillcolor=lightyellow, color=red, penwidth=2];
            "ship/soak" [shape=cds, style=filled, fillcolor=lavender];
            "ship/undo-shift" [shape=hexagon, style="filled,dashed", fillcolor=lightyellow, color=red, penwidth=2];
            "ship/drain" [shape=box, style="filled,dashed", fillcolor=lightgreen];
          }
          "tell" [shape=box, style=filled, fillcolor=lightgreen];
          "build" -> "ship";
          "ship" -> "ship/lock" [label="runs", style=dotted];
          "ship/lock" -> "ship/deploy";
          "ship/deploy" -> "ship/verify";
          "ship/verify" -> "ship/step-1/shift";
          "ship/step-1/shift" -> "ship/step-1/analyse";
          "ship/step-1/analyse" -> "ship/promote";
          "ship/promote" -> "ship/soak";
          "ship/step-1/shift" -> "ship/undo-shift" [label="failure", style=dashed];
          "ship/step-1/analyse" -> "ship/undo-shift" [label="failure", style=dashed];
          "ship/promote" -> "ship/undo-shift" [label="failure", style=dashed];
          "ship/soak" -> "ship/undo-shift" [label="failure", style=dashed];
          "ship/undo-shift" -> "ship/drain";
          "ship" -> "tell";
        }

        """)
  }

  @Test("stand in a frame of Mermaid")
  func mermaid() {
    let lines = GraphText.render(Reading.plan(Self.runbook).plan, as: .mermaid).split(separator: "\n")
    #expect(
      lines.prefix(13) == [
        "flowchart LR", "  n0{{\"build\"}}", "  n1[[\"ship\"]]", "  subgraph s1[\"ship: Canary api\"]",
        "    n2[\"ship/lock\"]", "    n3{{\"ship/deploy\"}}", "    n4[/\"ship/verify\"/]",
        "    n5{{\"ship/step-1/shift\"}}", "    n6[/\"ship/step-1/analyse\"/]", "    n7{{\"ship/promote\"}}",
        "    n8[/\"ship/soak\"/]", "    n9{{\"ship/undo-shift\"}}", "    n10[\"ship/drain\"]",
      ])
    #expect(lines.contains("  end"))
    #expect(lines.contains("  n5 -. failure .-> n9"))
  }

  @Test("say to programs what the printed plan says")
  func json() throws {
    let rollout = try Self.rollout(StrategyRunbook.canary.text(StrategyRunbook.canary.everyKey))
    #expect(rollout["on_drift"] as? String == "it halts as it is, and a person decides")
    #expect(rollout["id"] as? String == "ship")
    #expect(rollout["version"] as? String == "2.0")
    #expect(rollout["on_fail_capture"] as? String == "./logs.sh")
    #expect((rollout["exposure"] as? [String: Int])?["usual_traffic_ms"] == 246_000)
    let stages = try #require(rollout["stages"] as? [[String: Any]])
    #expect(stages.compactMap { $0["name"] as? String }.contains("step-3"))
    #expect(stages.first { $0["name"] as? String == "promote" }?["back"] as? String == "person")
    let lines = try #require(rollout["lines"] as? [[String: Any]])
    #expect(lines[5]["weight"] as? Int == 10)
    let nodes = try #require(lines[5]["nodes"] as? [[String: Any]])
    #expect(nodes[1]["command"] as? String == "./lb.sh canary-weight '10'")
    #expect(nodes[1]["changes"] as? Bool == true)
    let back = try #require(rollout["on_failure"] as? [[String: Any]])
    #expect(back.first?["from"] as? Int == 4)
  }

  @Test("say to programs in which order targets come by chance, and that one stands for others")
  func targets() throws {
    let shuffled = try Self.rollout(StrategyRunbook.progressive.text("order = \"shuffle\""))
    #expect((shuffled["seed"] as? String)?.isEmpty == false)
    #expect(shuffled["targets_open"] == nil)
    let written = "targets = [\"web1\", \"web2\", \"web3\", \"web4\"]"
    let asked = StrategyRunbook.progressive.text().replacing(written, with: "targets_from = \"./hosts.sh\"")
    let open = try Self.rollout(asked)
    #expect(open["targets_open"] as? Bool == true)
    #expect(open["seed"] == nil)
  }

  /// What is told of the one rollout of a runbook.
  private static func rollout(_ runbook: String) throws -> [String: Any] {
    let data = Data(PlanJSON.render(Reading.plan(runbook).plan, places: 4).utf8)
    let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let outlook = try #require(whole["outlook"] as? [String: Any])
    return try #require((outlook["rollouts"] as? [[String: Any]])?.first)
  }

  @Test("of other plans have no rollouts")
  func none() {
    let plan = Reading.plan("[a]\ncommand = \"x\"\n").plan
    #expect(!PlanJSON.render(plan, places: 4).contains("rollouts"))
    #expect(plan.rolloutMember(0) == nil)
    #expect(plan.rolloutMember(7) == nil)
  }
}
