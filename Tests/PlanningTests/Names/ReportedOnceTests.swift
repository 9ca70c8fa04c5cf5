import TestSupport
import Testing

/// A mistake that shows when the runbook is read, and again when its fields are rendered, is told once.
@Suite("Mistakes in templates")
struct ReportedOnceTests {
  static let values: [(value: String, message: String)] = [
    ("command = \"echo $(({{ X }} + 1))\"", "a value cannot safely stand where the shell does arithmetic"),
    ("command = \"echo `{{ X }}`\"", "a value cannot safely stand in `…`"),
    ("command = \"echo {{ X | uper }}\"", "there is no filter `uper`"),
    ("command = [\"echo\", \"{{ X is foo }}\"]", "there is no test `foo`"),
    ("command = [\"echo\", \"{{ X | replace('a') }}\"]", "`replace` takes 2 to 3 arguments and is given 1"),
    ("timeout = \"{{ X | uper }}\"", "there is no filter `uper`"),
    ("when = \"X | uper\"", "there is no filter `uper`"),
    ("when = \"{% if X | uper %}true{% endif %}\"", "there is no filter `uper`"),
    ("join = \"{{ X | uper }}\"; depends_on = [\"a:done\"]", "there is no filter `uper`"),
    ("join = \"{{ Y }}\"; depends_on = [\"a:done\"]", "`Y` is not defined"),
    ("type = \"{{ X | uper }}\"", "there is no filter `uper`"),
    ("env = { V = \"{{ X | uper }}\" }", "there is no filter `uper`"),
    ("url = \"http://x\"; json = { v = [\"{{ X | uper }}\"] }", "there is no filter `uper`"),
  ]

  @Test("are told once", arguments: values)
  func once(value: String, message: String) {
    let text = "[variables]\nX = 1\n" + GraphSketch.runbook("a\nb: \(value)")
    #expect(Reading.plan(text).diagnostics.items.map(\.message) == [message])
  }

  @Test("do not hide others of the same template")
  func others() {
    let text =
      "[variables]\nX = 1\n" + GraphSketch.runbook("a\nb: command = \"echo $(({{ X }} + {{ Y }})) {{ X | uper }}\"")
    let messages = Reading.plan(text).diagnostics.sorted().map(\.message)
    #expect(
      messages == [
        "a value cannot safely stand where the shell does arithmetic",
        "a value cannot safely stand where the shell does arithmetic", "`Y` is not defined",
        "there is no filter `uper`",
      ])
  }

  @Test("that only values show are told too")
  func evaluated() {
    let text =
      "[variables]\nL = [1]\nT = \"soon\"\n"
      + GraphSketch.runbook(
        "a: command = \"echo '{{ L }}'\"\nb: timeout = \"{{ T }}\"\nc: skip = \"{{ 1 // 0 }}\"")
    #expect(
      Reading.plan(text).diagnostics.items.map(\.message) == [
        "a list can only stand bare, where each item becomes a word",
        "`timeout` must be a duration such as 30 or \"1m30s\", not `soon`", "division by zero",
      ])
  }
}
