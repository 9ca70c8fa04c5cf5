import Planning
import TestSupport
import Testing
import Text

/// What is wrong with nested runbooks is told before anything runs, in the file where it stands.
@Suite("Mistakes in nested runbooks")
struct NestingProblemTests {
  static let cases: [(text: String, files: [String: String], report: String)] = [
    (
      "[d]\nrunbook = \"sub/none.toml\"\n", [:],
      """
      deploy.toml:2:11: error: `sub/none.toml` cannot be read: there is no such file [plan.nested-unreadable]
        2 | runbook = "sub/none.toml"
          |           ^^^^^^^^^^^^^^^
           = hint: a relative path begins at the folder of this runbook

      """
    ),
    (
      "[d]\nrunbook = \"sub/a.toml\"\n",
      ["sub/a.toml": "[x]\nrunbook = \"./b.toml\"\n", "sub/b.toml": "[y]\nrunbook = \"../sub/a.toml\"\n"],
      """
      sub/b.toml:2:11: error: runbooks run each other in a circle: sub/a.toml → sub/b.toml → sub/a.toml [plan.recursion]
        2 | runbook = "../sub/a.toml"
          |           ^^^^^^^^^^^^^^^
           = note: in `x`
           = note: in `d`
           = hint: let one of them do without the other

      """
    ),
    (
      "[d]\nforeach = [1, 2]\nrunbook = \"a.toml\"\nvariables = { M = \"{{ item }}\", N = \"x\" }\n",
      [
        "a.toml":
          "[variables]\nN = { type = \"int\" }\nNEEDED = { required = true }\n[x]\ncommand = \"echo {{ N }} {{ NEEDED }}\"\n"
      ],
      """
      deploy.toml:4:15: error: there is no variable `M` [variable.unknown]
        4 | variables = { M = "{{ item }}", N = "x" }
          |               ^
           = note: in `d[1]`
           = hint: did you mean `N`?
      deploy.toml:3:11: error: variable `NEEDED` of `a.toml` has no value [variable.missing]
        3 | runbook = "a.toml"
          |           ^^^^^^^^
           = note: in `d[1]`
           = hint: pass it: variables = { NEEDED = "…" }
      deploy.toml:4:33: error: variable `N` is an integer, not `x` [variable.type]
        4 | variables = { M = "{{ item }}", N = "x" }
          |                                 ^
           = note: in `d[1]`

      """
    ),
    (
      "[variables]\nTOKEN = { secret = true }\n[d]\nrunbook = \"a.toml\"\nvariables = { T = \"{{ TOKEN }}\" }\n",
      ["a.toml": "[variables]\nT = \"\"\n[x]\ncommand = \"echo {{ T }}\"\n"],
      """
      deploy.toml:5:15: error: variable `T` of `a.toml` is given a secret, but is not declared as one [secret.passed]
        5 | variables = { T = "{{ TOKEN }}" }
          |               ^
           = note: in `d`
           = hint: declare it there: T = { secret = true }

      """
    ),
    (
      "[d]\nrunbook = \"a.toml\"\n[e]\nrunbook = \"a.toml\"\n",
      ["a.toml": "[x]\ncommand = \"echo {{ NONE }}\"\nxyzzy = 2\n"],
      """
      a.toml:3:1: error: unknown key `xyzzy` in node `x` [runbook.unknown-key]
        3 | xyzzy = 2
          | ^^^^^
      a.toml:2:20: error: `NONE` is not defined [template.unknown-name]
        2 | command = "echo {{ NONE }}"
          |                    ^^^^
           = note: in `d`

      """
    ),
  ]

  @Test("are told with their place, once for all instances", arguments: cases)
  func problems(text: String, files: [String: String], report: String) {
    #expect(Self.sorted(Reading.problems(text, files: files)) == Self.sorted(report))
  }

  /// Diagnostics of several files come in an order that does not matter here.
  private static func sorted(_ report: String) -> [String] {
    report.split(separator: "\n").reduce(into: [String]()) { blocks, line in
      if line.hasPrefix(" ") { blocks[blocks.count - 1] += "\n" + line } else { blocks.append(String(line)) }
    }.sorted()
  }

  @Test("nine levels are one too many")
  func depth() {
    var files: [String: String] = ["9.toml": "[x]\ncommand = \"true\"\n"]
    for level in 1...8 { files["\(level).toml"] = "[n]\nrunbook = \"\(level + 1).toml\"\n" }
    let (_, diagnostics) = Reading.plan("[d]\nrunbook = \"1.toml\"\n", files: files)
    #expect(diagnostics.items.map(\.message) == ["runbooks are nested deeper than 8"])
    let (plan, fine) = Reading.plan("[d]\nrunbook = \"2.toml\"\n", files: files)
    #expect(fine.items.isEmpty)
    #expect(plan.nodes.last?.id == "d/n/n/n/n/n/n/n/x")
  }

  @Test("a hundred thousand nodes are the most, and not made before they are counted")
  func size() {
    let many = (1...400).map(String.init).joined(separator: ",")
    let files = ["a.toml": "[x]\nforeach = [\(many)]\ncommand = \"true\"\n"]
    let (_, diagnostics) = Reading.plan("[d]\nforeach = [\(many)]\nrunbook = \"a.toml\"\n", files: files)
    #expect(diagnostics.items.map(\.id) == ["plan.too-many-instances"])
  }

  @Test("selections take or leave it as a whole")
  func selection() {
    let files = ["a.toml": "[x]\ncommand = \"true\"\n"]
    let (plan, _) = Reading.plan("[d]\nrunbook = \"a.toml\"\n[e]\ncommand = \"true\"\n", files: files)
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.only = ["d/x"]
    _ = plan.selecting(selection, into: &diagnostics)
    #expect(diagnostics.items.map(\.message) == ["there is no node `d/x`"])
    selection.only = ["e"]
    var none = Diagnostics()
    #expect(plan.selecting(selection, into: &none).nodes.map(\.isLeftOut) == [true, false, false])
  }
}
