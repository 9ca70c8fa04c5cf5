import TestSupport
import Testing

@testable import Planning

/// Keys whose values are lists, with templates in them or as a whole (design 4).
@Suite("Templates in lists")
struct TemplatedKeyTests {
  private static let variables = """
    [variables]
    CODE = 3
    CODES = [0, 4]
    WORDS = ["a", "b"]
    STATUS = "20x"
    HOST = "web 1"
    SECRET = { secret = true }

    """

  private static func plan(_ keys: String) -> PlanNode? {
    let (plan, diagnostics) = Reading.plan("\(variables)[n]\n\(keys)\n", variables: ["SECRET": "geheim"])
    #expect(diagnostics.items.filter { $0.severity == .error }.isEmpty)
    return plan.nodes.first
  }

  @Test(
    "are read for `success_codes`",
    arguments: [
      ("[0, \"{{ CODE }}\"]", [0, 3]), ("\"{{ CODES }}\"", [0, 4]), ("\"{{ CODE }}\"", [3]), ("7", [7]),
      ("[\"{% if CODE > 2 %}5{% endif %}\"]", [5]),
    ])
  func successCodes(text: String, codes: [Int]) {
    guard case .command(let command)? = Self.plan("command = \"x\"\nsuccess_codes = \(text)")?.action else {
      Issue.record("no command")
      return
    }
    #expect(command.successCodes == codes)
  }

  @Test(
    "are read for `on` of `retry`",
    arguments: [
      ("[0, \"{{ CODE }}\"]", [0, 3]), ("\"{{ CODES }}\"", [0, 4]), ("[\"{{ CODE }}\"]", [3]), ("503", [503]),
    ])
  func retryCodes(text: String, codes: [Int]) {
    let keys = "retry = { attempts = 2, on = \(text) }"
    #expect(Self.plan("command = \"x\"\n\(keys)")?.retry?.codes == codes.map { $0...$0 })
    #expect(
      Self.plan("command = \"x\"\nrollback = { command = \"y\", \(keys) }")?.rollback?.retry?.codes
        == codes.map { $0...$0 })
  }

  @Test(
    "of `on` must come out as codes, and be known before the run",
    arguments: [
      ("[]", "runbook.value: `on` must not be empty"),
      ("[600]", "runbook.type: an item of `on` must be an exit code or an HTTP status, not `600`"),
      (
        "\"{{ HOST }}\"",
        "plan.value: `on` must be an exit code, a status such as 503 or \"5xx\", or a list of them, not `web 1`"
      ),
      ("\"{{ run.id }}\"", "plan.needs-run: `on` must be known before the run"),
    ])
  func wrongRetryCodes(text: String, message: String) {
    let (_, diagnostics) = Reading.plan(
      "\(Self.variables)[n]\ncommand = \"x\"\nretry = { attempts = 2, on = \(text) }\n", variables: ["SECRET": "geheim"]
    )
    #expect(diagnostics.items.filter { $0.severity == .error }.map { "\($0.id): \($0.message)" } == [message])
  }

  @Test(
    "are read for `expect_status`",
    arguments: [
      ("\"{{ 200 + CODE }}\"", ["203"]), ("[\"{{ CODE }}xx\", 404]", ["3xx", "404"]),
      ("\"{{ [201, '5xx'] }}\"", ["201", "5xx"]),
    ])
  func statuses(text: String, statuses: [String]) {
    guard case .request(let request)? = Self.plan("url = \"http://x\"\nexpect_status = \(text)")?.action else {
      Issue.record("no request")
      return
    }
    #expect(request.expectedStatusTexts == statuses)
  }

  @Test(
    "are read for `tags`",
    arguments: [
      ("\"{{ WORDS }}\"", ["a", "b"]), ("[\"x\", \"{{ WORDS }}\", \"{{ CODE }}\"]", ["x", "a", "b", "3"]),
      ("\"one\"", ["one"]),
    ])
  func tags(text: String, tags: [String]) {
    #expect(Self.plan("command = \"x\"\ntags = \(text)")?.tags.map(\.literal) == tags)
  }

  @Test("are read for the words of `shell` after its program")
  func shell() {
    guard
      case .command(let command)? = Self.plan("command = \"a {{ HOST }}\"\nshell = [\"ssh\", \"{{ HOST }}\"]")?.action,
      case .shell(let text, let shell) = command.form
    else {
      Issue.record("no shell")
      return
    }
    #expect(shell.arguments.map(\.literal) == ["ssh", "web 1"])
    #expect(text.text == "a 'web 1'")
  }

  @Test("are read for `inherit_env`")
  func inheritance() {
    #expect(
      Self.plan("command = \"x\"\ninherit_env = [\"A\", \"{{ HOST }}\"]")?.inheritance?.literal
        == .names(["A", "web 1"]))
    #expect(Self.plan("command = \"x\"\ninherit_env = \"{{ CODE > 3 }}\"")?.inheritance?.literal == .nothing)
  }

  @Test("are refused where they come to nonsense, or are not known in time")
  func refused() {
    let text = """
      \(Self.variables)[a]
      command = "x"
      success_codes = ["{{ CODE * 100 }}"]
      [b]
      url = "http://x"
      expect_status = "{{ STATUS }}"
      [c]
      command = "x"
      success_codes = ["{{ nodes.a.exit_code }}", 300, true]
      [d]
      command = "x"
      shell = "{{ HOST }}"
      [e]
      command = "x"
      shell = ["{{ HOST }}", "-c"]
      [f]
      command = "x"
      shell = ["sh", "-c", "{{ HOST }}"]
      [g]
      command = "x"
      shell = ["ssh", "{{ SECRET }}"]
      [h]
      command = "x"
      success_codes = ["{{ nodes.a.exit_code }}"]
      """
    #expect(
      Reading.plan(text, demandsAll: false).diagnostics.sorted().map { "\($0.id): \($0.message)" } == [
        "plan.value: `success_codes` must be an exit code from 0 to 255, or a list of them, not `[300]`",
        "plan.value: `expect_status` must be a status such as 200 or \"2xx\", or a list of them, not `20x`",
        "runbook.type: an item of `success_codes` must be an exit code from 0 to 255, not `300`",
        "runbook.type: an item of `success_codes` must be an exit code from 0 to 255, not a boolean",
        "runbook.value: the program that `shell` names must be written out",
        "runbook.value: the program that `shell` names must be written out",
        "shell.unsafe-position: `-c` runs its arguments as shell code, so no value is safe there",
        "secret.argument: a secret in the list form of a command would be seen by every user of the machine",
        "plan.needs-run: `success_codes` must be known before the run",
      ])
  }
}
