import TestSupport
import Testing

@testable import Reports

@Suite("Graphs for drawing programs")
struct GraphTextTests {
  private static let runbook = """
    [runbook]
    title = 'A "title" \\ with $x'
    [build]
    name = "Build; <b> {it} | `now`"
    command = "build"
    critical = true
    [scan]
    url = "https://example.com"
    depends_on = []
    [ship]
    command = "ship {{ nodes.build.stdout }}"
    depends_on = ["scan:done"]
    when = "not has_failed('build')"
    [ask]
    prompt = "Go?"
    [undo]
    command = "undo"
    when = "has_failed('ship')"
    [tell]
    function = "notify"
    params = { message = "done" }
    """

  @Test("for Graphviz")
  func dot() {
    #expect(
      GraphText.render(Reading.plan(Self.runbook).plan, as: .dot) == #"""
        digraph "A \"title\" \\ with $x" {
          rankdir=LR;
          node [fontname="Helvetica"];
          "build" [shape=hexagon, style=filled, fillcolor=lightyellow, label="Build; <b> {it} | `now`", color=red, penwidth=2];
          "scan" [shape=cds, style=filled, fillcolor=lavender];
          "ship" [shape=hexagon, style=filled, fillcolor=lightyellow];
          "ask" [shape=ellipse, style=filled, fillcolor=lightblue];
          "undo" [shape=octagon, style=filled, fillcolor=lightyellow];
          "tell" [shape=box, style=filled, fillcolor=lightgreen];
          "scan" -> "ship" [label="done", style=dashed];
          "build" -> "ship" [label="reads", style=dotted];
          "ship" -> "ask";
          "ask" -> "undo";
          "ship" -> "undo" [style=dotted, arrowhead=empty];
          "ask" -> "tell";
          "undo" -> "tell" [style=dotted, arrowhead=empty];
        }

        """#)
  }

  @Test("for Mermaid")
  func mermaid() {
    #expect(
      GraphText.render(Reading.plan(Self.runbook).plan, as: .mermaid) == """
        flowchart LR
          n0{{"Build#59; #60;b#62; #123;it#125; #124; #96;now#96;"}}
          n1[/"scan"/]
          n2{{"ship"}}
          n3(["ask"])
          n4{{"undo"}}
          n5["tell"]
          n1 -. done .-> n2
          n0 -. reads .-> n2
          n2 --> n3
          n3 --> n4
          n2 -.-> n4
          n3 --> n5
          n4 -.-> n5

        """)
  }
}
