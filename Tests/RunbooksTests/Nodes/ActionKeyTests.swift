import Runbooks
import Templates
import Testing

/// The keys of commands, requests, functions and approvals (design 3.4).
@Suite("Keys of the kinds")
struct ActionKeyTests {
  static let refused: [(node: String, messages: [String])] = [
    ("command = \"\"", ["runbook.value: the command is empty"]),
    ("command = \" \\n\"", ["runbook.value: the command is empty"]),
    ("command = []", ["runbook.value: the command is empty"]),
    ("command = [\"\"]", ["runbook.value: the command is empty"]),
    ("command = [\"x\", 1]", ["runbook.type: an item of `command` must be a string, not an integer"]),
    ("command = 1", ["runbook.type: `command` must be a string or a list of strings, not an integer"]),
    ("url = \"\"", ["runbook.value: `url` must not be empty"]),
    ("url = \"http://x\"\nmethod = \"\"", ["runbook.value: `method` must not be empty"]),
    (
      "url = \"http://x\"\nheaders = { \"A B\" = \"1\" }",
      ["runbook.header-name: `A B` cannot be the name of a header field"]
    ),
    (
      "url = \"http://x\"\nheaders = { \"A\\nB\" = \"1\" }",
      ["runbook.header-name: `A\nB` cannot be the name of a header field"]
    ),
    (
      "url = \"http://x\"\nheaders = { \"A:\" = \"1\" }",
      ["runbook.header-name: `A:` cannot be the name of a header field"]
    ),
    (
      "url = \"http://x\"\nheaders = { \"\" = \"1\" }", ["runbook.header-name: `` cannot be the name of a header field"]
    ),
    ("url = \"http://x\"\njson = 1\nbody = \"x\"", ["runbook.conflict: `body` and `json` exclude each other"]),
    (
      "function = \"slep\"", ["runbook.unknown-function: there is no function `slep`"]
    ),
    ("function = \"noop\"\nplugin = \"docker\"", []),
    (
      "function = \"noop\"\nplugin = \"a/b\"", ["runbook.plugin: `a/b` cannot be the name of a plugin"]
    ),
    (
      "function = \"noop\"\nplugin_config = { a = 1 }",
      ["runbook.plugin: `plugin_config` has no effect: the function is a built-in one"]
    ),
    ("function = \"log\"", ["runbook.parameter: function `log` needs the parameter `message`"]),
    (
      "function = \"log\"\nparams = { mesage = \"x\" }",
      ["runbook.parameter: function `log` has no parameter `mesage`"]
    ),
    ("function = \"sleep\"", ["runbook.parameter: function `sleep` needs the parameter `seconds`"]),
    (
      "function = \"sleep\"\nparams = { seconds = 1, duration = 2 }",
      ["runbook.conflict: `seconds` and `duration` are the same key"]
    ),
    ("function = \"sleep\"\nparams = { duration = 2 }", []),
    ("command = \"x\"\nsuccess_codes = []", ["runbook.value: `success_codes` must not be empty"]),
    ("url = \"http://x\"\nexpect_status = []", ["runbook.value: `expect_status` must not be empty"]),
    (
      "function = \"sleep\"\nparams = { seconds = \"long\" }",
      ["runbook.value: `seconds` must be a duration such as 30 or \"1m30s\", not `long`"]
    ),
    (
      "function = \"noop\"\nparams = {}\nfunction_params = {}",
      ["runbook.conflict: `params` and `function_params` are the same key"]
    ),
    ("prompt = \"x\"\non_timeout = \"approve\"", ["runbook.value: `on_timeout` must be \"reject\", not `approve`"]),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(node: String, messages: [String]) {
    #expect(RunbookReading.messages("[a]\n\(node)\n") == messages)
  }

  @Test(
    "statuses are numbers and hundreds",
    arguments: [
      ("200", ["200"]), ("\"200\"", ["200"]), ("\"2xx\"", ["2xx"]), ("\"5XX\"", ["5xx"]),
      ("[200, \"3xx\"]", ["200", "3xx"]),
      ("100", ["100"]), ("599", ["599"]),
    ])
  func statuses(text: String, expected: [String]) {
    let (runbook, diagnostics) = RunbookReading.read("[a]\nurl = \"http://x\"\nexpect_status = \(text)\n")
    #expect(diagnostics.items.isEmpty)
    guard case .http(let request)? = runbook.nodes.first?.action else {
      Issue.record("no request")
      return
    }
    #expect(request.expectedStatuses.literal?.patterns.map(\.text) == expected)
  }

  @Test(
    "statuses are nothing else", arguments: ["99", "600", "\"6xx\"", "\"0xx\"", "\"2x\"", "\"ok\"", "\"２xx\"", "-200"])
  func wrongStatus(text: String) {
    let found = text.filter { $0 != "\"" }
    #expect(
      RunbookReading.messages("[a]\nurl = \"http://x\"\nexpect_status = \(text)\n") == [
        "runbook.value: `expect_status` must be a status such as 200 or \"2xx\", or a list of them, not `\(found)`"
      ])
  }

  @Test(
    "a question without text is the general one",
    arguments: ["type = \"Manual\"", "prompt = \"\"", "prompt_after = \" \""])
  func question(keys: String) {
    let (runbook, diagnostics) = RunbookReading.read("[a]\n\(keys)\n")
    #expect(diagnostics.items.isEmpty)
    guard case .manual(let manual)? = runbook.nodes.first?.action else {
      Issue.record("no question")
      return
    }
    #expect(manual.question.literal == "Continue?")
  }

  @Test("settings of a plugin are the runbook's under the node's own")
  func plugin() {
    let text = """
      [runbook.plugin_config.docker]
      a = 1
      b = 1
      [runbook.plugin_config.other]
      c = 1
      [x]
      function = "f"
      plugin = "docker"
      plugin_config = { b = 2 }
      """
    let (runbook, diagnostics) = RunbookReading.read(text)
    #expect(diagnostics.items.isEmpty)
    guard case .plugin(let call)? = runbook.nodes.first?.action else {
      Issue.record("no plugin")
      return
    }
    #expect(call.configuration.map(\.name) == ["a", "b"])
  }

  @Test("the shell of the runbook decides what is safe in a command, a node's own over it")
  func shell() {
    let text = """
      [runbook]
      shell = ["python3", "-c"]
      [variables]
      X = 1
      [a]
      command = "print({{ X }})"
      [b]
      command = "echo {{ X }}"
      shell = "sh"
      [c]
      command = ["echo", "{{ X }}"]
      """
    #expect(RunbookReading.read(text).diagnostics.items.map(\.id) == ["shell.unsafe-position"])
  }
}
