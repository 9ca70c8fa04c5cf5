import Foundation
import Planning
import Reports
import TestSupport
import Testing

/// A plan's graph for drawing programs.
@Suite("Drawings of graphs")
struct GraphTextTests {
  private static let runbook = """
    [runbook]
    title = "The \\"graph\\""
    [build]
    name = "Build it"
    command = "make"
    critical = true
    [call]
    url = "http://x/{{ nodes.build.stdout }}"
    depends_on = []
    [ask]
    prompt = "Go?"
    depends_on = ["call:done"]
    [undo]
    command = "undo"
    when = "has_failed('build')"
    [after]
    function = "noop"
    """

  @Test("in the language of Graphviz")
  func dot() {
    #expect(
      GraphText.render(Reading.plan(Self.runbook).plan, as: .dot) == """
        digraph "The \\"graph\\"" {
          rankdir=LR;
          node [fontname="Helvetica"];
          "build" [shape=hexagon, style=filled, fillcolor=lightyellow, label="Build it", color=red, penwidth=2];
          "call" [shape=cds, style=filled, fillcolor=lavender];
          "ask" [shape=ellipse, style=filled, fillcolor=lightblue];
          "undo" [shape=octagon, style=filled, fillcolor=lightyellow];
          "after" [shape=box, style=filled, fillcolor=lightgreen];
          "build" -> "call" [label="reads", style=dotted];
          "call" -> "ask" [label="done", style=dashed];
          "ask" -> "undo";
          "build" -> "undo" [style=dotted, arrowhead=empty];
          "ask" -> "after";
          "undo" -> "after" [style=dotted, arrowhead=empty];
        }

        """)
  }

  @Test("in the language of Mermaid")
  func mermaid() {
    #expect(
      GraphText.render(Reading.plan(Self.runbook).plan, as: .mermaid) == """
        flowchart LR
          n0{{"Build it"}}
          n1[/"call"/]
          n2(["ask"])
          n3{{"undo"}}
          n4["after"]
          n0 -. reads .-> n1
          n1 -. done .-> n2
          n2 --> n3
          n0 -.-> n3
          n2 --> n4
          n3 -.-> n4

        """)
  }

  private static func named(_ name: String) -> Plan {
    Reading.plan(
      "[variables]\nN = \"\"\n[runbook]\ntitle = \"{{ N }}\"\n[a]\nname = \"{{ N }}\"\ncommand = \"x\"\n",
      variables: ["N": name]
    ).plan
  }

  static let hostile: [(name: String, dot: String, mermaid: String)] = [
    (#"a"b"#, #""a\"b""#, "a#34;b"), (#"a\"#, #""a\\""#, #"a\"#), ("\\\"", "\"\\\\\\\"\"", "\\#34;"),
    ("a\nb", #""a b""#, "a b"), ("a\r\nb", #""a b""#, "a b"), ("<b>&amp;", #""<b>&amp;""#, "#60;b#62;#38;amp#59;"),
    ("x]} --> y{{z", #""x]} --> y{{z""#, "x#93;#125; --#62; y#123;#123;z"),
    ("`a` (b) |c|", #""`a` (b) |c|""#, "#96;a#96; #40;b#41; #124;c#124;"),
    ("#35;", "\"#35;\"", "#35;35#59;"), ("\u{1B}[31mred", #""red""#, "red"), ("a\u{202E}b\u{7}", #""ab""#, "ab"),
    ("ä 日本", #""ä 日本""#, "ä 日本"),
  ]

  @Test("take any title for a text", arguments: hostile)
  func escape(name: String, dot: String, mermaid: String) {
    let plan = Self.named(name)
    #expect(GraphText.render(plan, as: .dot).contains("label=\(dot)]"))
    #expect(GraphText.render(plan, as: .dot).hasPrefix("digraph \(dot) {\n"))
    #expect(GraphText.render(plan, as: .mermaid) == "flowchart LR\n  n0{{\"\(mermaid)\"}}\n")
  }

  @Test("of hostile titles are what Graphviz reads")
  func graphviz() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/dot") else {
      print("skipped: there is no dot")
      return
    }
    let drawings = (HostileValues.known + HostileValues.random(50, seed: 7)).map {
      GraphText.render(Self.named($0), as: .dot)
    }
    let folder = TemporaryFolder()
    folder.write(drawings.joined(), to: "drawings.dot")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/dot")
    process.arguments = ["-Tcanon", "-o/dev/null", "\(folder.path)/drawings.dot"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(
    "of hostile titles have one line for each node and edge",
    arguments: HostileValues.known + HostileValues.random(50, seed: 8))
  func lines(name: String) {
    let plan = Self.named(name)
    #expect(GraphText.render(plan, as: .dot).unicodeScalars.count { $0 == "\n" } == 5)
    #expect(GraphText.render(plan, as: .mermaid).unicodeScalars.count { $0 == "\n" } == 2)
    #expect(ReportSample.dangerousLines(GraphText.render(plan, as: .mermaid)).isEmpty)
  }
}
