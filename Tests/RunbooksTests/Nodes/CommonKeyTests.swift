import Runbooks
import Templates
import Testing
import Values

/// The keys of every node: their defaults, their values, and what they refuse (design 3.3).
@Suite("Keys of every node")
struct CommonKeyTests {
  private static func node(_ keys: String) throws -> NodeDeclaration {
    let (runbook, diagnostics) = RunbookReading.read("[a]\ncommand = \"x\"\n\(keys)\n")
    #expect(diagnostics.items.isEmpty)
    return try #require(runbook.nodes.first)
  }

  @Test("have defaults")
  func defaults() throws {
    let node = try Self.node("")
    #expect(node.name == nil && node.description == nil && node.tags.isEmpty)
    #expect(node.dependencies == nil && node.join == nil && node.when == nil)
    #expect(node.skip == nil && node.critical == nil && node.allowFailure == nil)
    #expect(node.timeout == nil && node.environment.isEmpty && node.workingDirectory == nil && node.shell == nil)
    guard case .command(let command) = node.action else {
      Issue.record("no command")
      return
    }
    #expect(command.captureLimit.literal == 1_048_576 && command.successCodes.literal == .success)
    #expect(command.isInteractive.literal == false && command.stdin == nil && command.parse == nil)
  }

  @Test("have values")
  func values() throws {
    let node = try Self.node(
      """
      name = "N"
      description = "D"
      tags = ["x", "y"]
      join = "all"
      when = "1 < 2"
      skip = "yes"
      critical = true
      env = { A = "1", B = 2, C = true, D = 1.5 }
      working_dir = "w"
      shell = ["ssh", "host"]
      """)
    #expect(node.name?.literal == "N" && node.description?.literal == "D")
    #expect(node.tags.map(\.literal) == ["x", "y"])
    #expect(node.join?.literal == .all)
    #expect(node.when?.text == "1 < 2")
    #expect(node.skip?.literal == true && node.critical?.literal == true)
    #expect(node.environment.map { "\($0.name)=\($0.value.literal ?? "?")" } == ["A=1", "B=2", "C=true", "D=1.5"])
    #expect(node.workingDirectory?.literal == "w")
    #expect(node.shell?.arguments.map(\.literal) == ["ssh", "host"])
  }

  @Test(
    "take durations",
    arguments: [
      ("30", Duration.seconds(30)), ("1.5", .milliseconds(1500)), ("\"90s\"", .seconds(90)),
      ("\"1h30m\"", .seconds(5400)),
      ("\"250ms\"", .milliseconds(250)), ("\"2d\"", .seconds(172_800)), ("\"30\"", .seconds(30)),
    ])
  func durations(text: String, duration: Duration) throws {
    #expect(try Self.node("timeout = \(text)").timeout?.literal == duration)
  }

  @Test(
    "take templates for any type",
    arguments: ["timeout", "skip", "critical", "allow_failure", "join", "name", "working_dir"])
  func templates(key: String) {
    #expect(RunbookReading.messages("[a]\ncommand = \"x\"\n\(key) = \"{{ X }}\"\n").isEmpty)
  }

  static let refused: [(keys: String, message: String)] = [
    ("timeout = \"soon\"", "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `soon`"),
    ("timeout = -1", "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `-1`"),
    ("timeout = \"1m 30s\"", "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `1m 30s`"),
    ("timeout = \"5w\"", "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `5w`"),
    ("timeout = inf", "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `inf`"),
    ("skip = \"maybe\"", "runbook.value: `skip` must be a boolean, not `maybe`"),
    ("join = 0", "runbook.value: `join` must be \"any\", \"all\" or a number, not `0`"),
    ("join = \"most\"", "runbook.value: `join` must be \"any\", \"all\" or a number, not `most`"),
    ("tags = [1]", "runbook.type: an item of `tags` must be a string, not an integer"),
    ("shell = \"zsh\"", "runbook.value: `shell` must be \"sh\", \"bash\" or a list of strings, not `zsh`"),
    ("shell = []", "runbook.value: `shell` must be \"sh\", \"bash\" or a list of strings, not `an empty list`"),
    ("working_dir = \"\"", "runbook.value: `working_dir` must not be empty"),
    ("env = { \"A=B\" = \"1\" }", "runbook.environment-name: `A=B` cannot be the name of an environment variable"),
    ("env = { \"\" = \"1\" }", "runbook.environment-name: `` cannot be the name of an environment variable"),
    ("env = { A = [] }", "runbook.type: `A` must be a string, not an array"),
    ("when = \"\"", "template.syntax: the expression ends where an expression is expected"),
    ("when = \"a b\"", "template.syntax: `b` stands where the end is expected"),
    ("when = \"{{ a }} and {{ b }}\"", "runbook.condition: a condition is one expression"),
    ("critical = true\nallow_failure = true", "runbook.conflict: a node cannot be critical and allow its failure"),
    ("success_codes = [256]", "runbook.type: an item of `success_codes` must be an exit code from 0 to 255, not `256`"),
    ("success_codes = [-1]", "runbook.type: an item of `success_codes` must be an exit code from 0 to 255, not `-1`"),
    (
      "success_codes = [\"0\"]",
      "runbook.type: an item of `success_codes` must be an exit code from 0 to 255, not a string"
    ),
    ("timeout = -1", "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `-1`"),
    ("timeout = 0", "runbook.value: `timeout` must be more than nothing"),
    ("timeout = \"0s\"", "runbook.value: `timeout` must be more than nothing"),
    ("capture_limit = -1", "runbook.value: `capture_limit` must be at least 0, not `-1`"),
    ("capture_limit = \"1 MiB\"", "runbook.value: `capture_limit` must be an integer, not `1 MiB`"),
    ("parse = \"yaml\"", "runbook.value: `parse` must be one of \"json\", \"lines\", \"none\", not `yaml`"),
    ("interactive = \"sometimes\"", "runbook.value: `interactive` must be a boolean, not `sometimes`"),
  ]

  @Test(
    "a timeout of nothing is told what holds without it",
    arguments: [
      ("command = \"x\"\ntimeout = 0", "for no timeout"), ("url = \"http://x\"\ntimeout = 0", "for 30s"),
      ("prompt = \"Go?\"\ntimeout = 0", "for no timeout"),
      ("url = \"http://x\"\npoll = { timeout = 0 }", "for 5m"),
      ("command = \"x\"\nsnapshot = { command = \"s\", timeout = 0 }", "for 30s"),
      ("command = \"x\"\nrollback = { command = \"s\", timeout = 0 }", "for no timeout"),
      ("command = \"x\"\nrollback = { url = \"http://x\", timeout = 0 }", "for 30s"),
    ])
  func timeoutHint(node: String, hint: String) {
    #expect(RunbookReading.problems("[a]\n\(node)\n").contains("= hint: leave it out \(hint)\n"))
  }

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(keys: String, message: String) {
    #expect(RunbookReading.messages("[a]\ncommand = \"x\"\n\(keys)\n") == [message])
  }

  @Test(
    "`depends_on` takes names with conditions",
    arguments: [
      ("a", DependencyReference.Target.node("a"), nil), ("^", .previous, nil), ("*", .allBefore, nil),
      ("a-1:success", .node("a-1"), DependencyReference.Requirement.success), ("a:failure", .node("a"), .failure),
      ("a:skipped", .node("a"), .skipped), ("a:done", .node("a"), .done),
    ])
  func dependency(text: String, target: DependencyReference.Target, requirement: DependencyReference.Requirement?)
    throws
  {
    for value in ["\"\(text)\"", "[\"\(text)\"]"] {
      let entries = try #require(try Self.node("depends_on = \(value)").dependencies)
      #expect(entries.map(\.target) == [target])
      #expect(entries.map(\.requirement) == [requirement])
    }
  }

  @Test(
    "`depends_on` takes nothing else",
    arguments: ["", ":", "a:", ":success", "a:ok", "a:success:failure", "a b", "^:success", "{{ X }}", "a[0]"])
  func invalidDependency(text: String) {
    #expect(
      RunbookReading.messages("[a]\ncommand = \"x\"\ndepends_on = [\"\(text)\"]\n")
        == ["runbook.dependency: `\(text)` is not a dependency"])
  }
}
