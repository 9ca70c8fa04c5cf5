import Foundation
import TestSupport
import Testing

/// What is wrong with scenarios, all of it at once, before anything is rehearsed.
@Suite("Mistakes in scenarios")
struct ScenarioMistakeTests {
  private static let runbook = """
    [runbook]
    outputs = { url = "{{ 1 }}" }
    [runbook.notify.ops]
    kind = "command"
    command = "cat"
    [variables]
    ENV = { required = true, choices = ["dev", "prod"] }
    [deploy]
    command = "deploy"
    rollback = "undo"
    [approve]
    prompt = "Sure?"
    [pause]
    function = "sleep"
    params = { duration = "1s" }
    [each]
    foreach = ["a", "b"]
    command = "echo {{ item }}"
    [fetch]
    url = "http://127.0.0.1:9/"
    """

  private func mistakes(_ scenarios: String, exit: Int = 2) -> String {
    let program = Program(Self.runbook)
    program.folder.write("vars = { ENV = \"dev\" }\n" + scenarios, to: "deploy.test.toml")
    let result = program.run("test", "deploy.toml")
    #expect(result.exit == exit)
    return result.error
  }

  @Test("name nodes, channels and topics that are not there")
  func names() {
    let found = mistakes(
      """
      [world.on.deplyo]
      x = 1
      [world.says]
      "nothing*" = "x"
      [[scenario]]
      name = "s"
      script = { fech = "fail", "channel:chat" = "fail", "deploy!unless" = 1 }
      expect = { ran = ["zzz"], never = ["deploy/*"], cause = "deploy!rolback", status = { other = "failed" }, notified = ["run.faild", "chat:run.failed"], outputs = { link = 1 }, world = { y = 1 } }
      """)
    #expect(
      found == """
        deploy.test.toml:2:11: error: there is no node `deplyo` in the plan [scenario.unknown-node]
          2 | [world.on.deplyo]
            |           ^^^^^^
             = hint: did you mean `deploy`?
        deploy.test.toml:5:1: error: no node of the plan is like `nothing*` [scenario.unknown-node]
          5 | "nothing*" = "x"
            | ^^^^^^^^^^
             = hint: `pyflow plan` lists the nodes; `*` stands for any text, and `ID!rollback` is what undoes a node
        deploy.test.toml:8:12: error: there is no node `fech` in the plan [scenario.unknown-node]
          8 | script = { fech = "fail", "channel:chat" = "fail", "deploy!unless" = 1 }
            |            ^^^^
             = hint: did you mean `fetch`?
        deploy.test.toml:8:27: error: there is no channel `chat` [scenario.unknown-channel]
          8 | script = { fech = "fail", "channel:chat" = "fail", "deploy!unless" = 1 }
            |                           ^^^^^^^^^^^^^^
             = hint: there are ops
        deploy.test.toml:8:52: error: there is no node `deploy!unless` in the plan [scenario.unknown-node]
          8 | script = { fech = "fail", "channel:chat" = "fail", "deploy!unless" = 1 }
            |                                                    ^^^^^^^^^^^^^^^
             = hint: `pyflow plan` lists the nodes

        """ + Self.later(found))
    for part in [
      "no node `zzz`", "is like `deploy/*`", "did you mean `deploy!rollback`?", "no node `other`",
      "channels are never told `run.faild`", "did you mean `run.failed`?", "the runbook has no output `link`",
      "= hint: there are url", "nothing in the world is called `y`", "= hint: there are x",
    ] { #expect(found.contains(part), "\(part)") }
  }

  /// What of the mistakes is checked piece by piece.
  private static func later(_ found: String) -> String {
    found.components(separatedBy: "deploy.test.toml:9:").dropFirst().map { "deploy.test.toml:9:" + $0 }.joined()
  }

  @Test("say what can never be so")
  func impossible() {
    let found = mistakes(
      """
      [[scenario]]
      name = "s"
      script = { pause = "fail", each = "fail", deploy = "approve", approve = 3, fetch = { code = 1, outputs = { x = 1 } } }
      expect = { outcome = "succeeded", exit = 4, cause = "deploy", ran = ["fetch"], never = ["fetch"] }
      [[scenario]]
      name = "t"
      expect = { outcome = "rolledback", exit = 99, status = { deploy = "fine" } }
      """)
    for part in [
      """
      deploy.test.toml:4:12: error: nothing can be scripted for `pause`: `sleep` does in a rehearsal what it does in a run [scenario.no-effect]
        4 | script = { pause = "fail", each = "fail", deploy = "approve", approve = 3, fetch = { code = 1, outputs = { x = 1 } } }
          |            ^^^^^
           = hint: remove it; the values that the function gets make it fail or not
      """,
      """
           = hint: name them: "each[*]"
      """,
      "\"approve\" means nothing for `deploy`, which is a command",
      "the exit code 3 means nothing for `approve`, which is a question",
      "`code` means nothing for `fetch`, which is a request", "`outputs` means nothing for `fetch`, which is a request",
      """
      deploy.test.toml:5:42: error: a run that ends as succeeded never exits with 4 [scenario.impossible]
      """,
      "a run that succeeds has no cause", "`fetch` must run, and must not",
      """
      deploy.test.toml:8:22: error: no run ends as `rolledback` [scenario.unknown-status]
      """,
      "did you mean `rolled_back`?", "pyflow never exits with 99", "`deploy` never ends as `fine`",
    ] { #expect(found.contains(part), "\(part)\n\(found)") }
  }

  @Test(
    "say what has no effect on anything that they name",
    arguments: [
      ("\"f*\" = { fields = { a = 1 } }", "`fields` means nothing for `f*`, which is a request"),
      (
        "\"deploy!rollback\" = { status = 503 }",
        "the status 503 means nothing for `deploy!rollback`, which is a command"
      ),
      ("\"channel:ops\" = { stdout = \"x\" }", "`stdout` means nothing for `channel:ops`, which is a channel"),
      ("\"channel:x*\" = \"fail\"", "there is no channel `x*`"),
      ("\"channel:*\" = \"fail\"", ""), ("\"fet*\" = { status = 200 }", ""),
    ])
  func withoutEffect(_ script: String, _ words: String) {
    let found = mistakes(
      "[[scenario]]\nname = \"s\"\nscript = { \(script) }\nexpect = { exit = 0 }\n", exit: words.isEmpty ? 0 : 2)
    #expect(words.isEmpty || found.contains(words), "\(found)")
  }

  private static let rollouts = """
    [deploy]
    command = "deploy"
    [ship]
    type = "Canary"
    target = "api"
    version = "2.0"
    deploy = "deploy"
    shift = "shift"
    weight = "weight"
    check = "check"
    retire = "stop"
    [swap]
    type = "BlueGreen"
    target = "web"
    version = "2.0"
    active = "live"
    deploy = "deploy"
    check = "check"
    switch = "point"
    """

  private func result(of script: String, in runbook: String = rollouts) -> Program.Result {
    let program = Program(runbook)
    program.folder.write(
      "[[scenario]]\nname = \"s\"\nscript = { \(script) }\nexpect = { exit = 0 }\n", to: "deploy.test.toml")
    return program.run("test", "deploy.toml")
  }

  @Test("want something of a rollout where the plan tells that nobody heeds it")
  func wishes() {
    let result = result(of: #"deploy = "abort", "ship/soak" = ["pass", "promote"]"#)
    #expect(result.exit == 2)
    #expect(
      result.error == """
        deploy.test.toml:3:21: error: "abort" means nothing for `deploy`, which is no node of a rollout [scenario.misplaced]
          3 | script = { deploy = "abort", "ship/soak" = ["pass", "promote"] }
            |                     ^^^^^^^
             = hint: name a node that runs in a rollout then, such as `ship/step-1/analyse`
        deploy.test.toml:3:53: error: `ship` does not heed "promote" while `ship/soak` runs [scenario.misplaced]
          3 | script = { deploy = "abort", "ship/soak" = ["pass", "promote"] }
            |                                                     ^^^^^^^^^
             = hint: all traffic goes to it already

        """)
  }

  @Test(
    "want what no node of a rollout can be asked for",
    arguments: [
      (
        #""swap/*" = "promote""#,
        "\"promote\" means nothing for `swap/*`: only a Canary can be promoted, and `swap` is BlueGreen",
        "\"abort\" takes it back, and \"approve\" answers what it asks"
      ),
      (
        #""ship/undo-*" = { result = "abort" }"#, "`ship` does not heed \"abort\" while `ship/undo-*` runs",
        "it goes back already"
      ),
      (
        #""ship/retire" = "abort""#, "`ship` does not heed \"abort\" while `ship/retire` runs",
        "what it would go back to is being removed"
      ),
    ])
  func wishes(_ script: String, _ message: String, _ hint: String) {
    let result = result(of: script)
    #expect(result.exit == 2)
    #expect(result.error.contains("error: \(message) [scenario.misplaced]\n"), "\(result.error)")
    #expect(result.error.contains("= hint: \(hint)\n"), "\(result.error)")
  }

  @Test(
    "want something of a rollout where there is none, or of a channel",
    arguments: [
      ("abort", "the plan has no rollout; Ctrl-C is \"cancel\""), ("promote", "the plan has no Canary"),
    ])
  func wishesWithoutRollouts(_ word: String, _ hint: String) {
    let result = result(of: "deploy = \"\(word)\", \"channel:ops\" = \"\(word)\"", in: Self.plain)
    #expect(result.exit == 2)
    #expect(result.error.contains("\"\(word)\" means nothing for `deploy`, which is no node of a rollout"))
    #expect(result.error.contains("= hint: \(hint)\n"), "\(result.error)")
    #expect(result.error.contains("\"\(word)\" means nothing for `channel:ops`, which is a channel"))
  }

  private static let plain = """
    [runbook.notify.ops]
    kind = "command"
    command = "cat"
    [deploy]
    command = "deploy"
    """

  @Test(
    "want something of a rollout that only the run tells it does not heed",
    arguments: [
      (
        #""ship/soak" = "abort", "ship/drift" = "abort""#,
        "deploy.test.toml:2:8: `ship` does not heed \"abort\" where it stands (undo shift): it goes back already"
      ),
      (
        #""*" = "abort""#, "deploy.test.toml:2:8: \"abort\" means nothing for `deploy`, which is no node of a rollout"
      ),
      (
        #""ship/step-1/*" = "promote""#,
        "deploy.test.toml:2:8: `ship` does not heed \"promote\" where it stands (shifting): "
          + "a Canary can be promoted while a step is watched, or waits for an answer"
      ),
      (
        #""ship/deploy" = { result = "abort", take = "10s" }, "swap/deploy" = "crash""#,
        "deploy.test.toml:2:8: \"abort\" comes too late for `ship`: the run has ended, or pyflow has died"
      ),
    ])
  func unheeded(_ script: String, _ words: String) {
    let result = result(
      of: script, in: Self.rollouts.replacingOccurrences(of: "[swap]", with: "[swap]\ndepends_on = \"deploy\""))
    #expect(result.exit == 1)
    #expect(result.output.contains("  \(words)\n"), "\(result.output)\(result.error)")
  }

  @Test("give variables what they cannot have, told once for all scenarios")
  func variables() {
    let found = mistakes(
      """
      [[scenario]]
      name = "s"
      vars = { ENV = "test" }
      expect = { outcome = "succeeded" }
      [[scenario]]
      name = "t"
      vars = { NONE = 1 }
      expect = { outcome = "succeeded" }
      [[scenario]]
      name = "u"
      environment = "prod"
      expect = { outcome = "succeeded" }
      """)
    #expect(found.contains("deploy.test.toml:4:16: error:"))
    #expect(found.contains("note: in scenario `s`"))
    #expect(found.contains("NONE") && found.contains("deploy.test.toml:8:10: error:"))
    #expect(found.contains("`prod`") && found.contains("note: in scenario `u`"))
  }

  @Test("do not hide what is wrong with the runbook")
  func runbook() {
    let program = Program("[a]\ncomand = \"x\"\n")
    program.folder.write("[[scenario]]\nname = \"s\"\nexpect = { outcome = \"succeeded\" }\n", to: "deploy.test.toml")
    let result = program.run("test", "deploy.toml", "--json")
    #expect(result.exit == 2)
    #expect(result.output.contains("runbook.unknown-key"))
    #expect(Program().run("test", "none.toml").exit == 2)
  }

  @Test(
    "that show only while they are rehearsed fail the scenario",
    arguments: [
      ("script = { deploy = \"timeout\" }", "the run never ends: nothing ends `deploy`"),
      ("script = { deploy = { stdout = \"{{ nobody }}\" } }", "`nobody` is undefined"),
      (
        "script = { deploy = { result = \"crash\", times = 50 }, \"deploy!rollback\" = { result = \"crash\", times = 50 } }",
        "never comes to an end"
      ),
    ])
  func late(_ script: String, _ words: String) {
    let program = Program(Self.runbook)
    program.folder.write(
      "[[scenario]]\nname = \"s\"\nvars = { ENV = \"dev\" }\n\(script)\nexpect = { exit = 0 }\n", to: "deploy.test.toml"
    )
    let result = program.run("test", "deploy.toml")
    #expect(result.exit == 1)
    #expect(result.output.contains(words), "\(result.output)")
  }

  @Test("leave out what is filled in with an approval")
  func fields() {
    let program = Program(
      """
      [approve]
      prompt = "Which?"
      fields = { VERSION = { description = "which version" }, TICKET = { required = true } }
      """)
    program.folder.write("[[scenario]]\nname = \"s\"\nexpect = { outcome = \"waiting\" }\n", to: "deploy.test.toml")
    let result = program.run("test", "deploy.toml")
    #expect(result.exit == 1)
    #expect(
      result.output == """
        ✗ s (waiting after 1s)
          deploy.test.toml:2:8: `approve` asks for VERSION, TICKET, and nobody says that here: write \
        { result = "approve", fields = { VERSION = …, TICKET = … } }
          what happened:
                 0s  ? approve: Which?
                 0s    may approve: anybody
                 1s  warning: the approval of approve by approver-1 does not count: its fields are not filled in as they must be
        1 of 1 scenario failed, 1s of virtual time; nothing was run

        """)
  }

  @Test("leave out what a function gives that cannot be known")
  func unknownOutputs() {
    let program = Program(
      """
      [sum]
      function = "checksum"
      params = { path = "out.bin" }
      [show]
      command = "show {{ nodes.sum.outputs.sha256 | default('?') }}"
      """)
    program.folder.write("[[scenario]]\nname = \"s\"\nexpect = { exit = 0 }\n", to: "deploy.test.toml")
    let result = program.run("test", "deploy.toml")
    #expect(result.exit == 1)
    #expect(
      result.output == """
        ✗ s (succeeded after 2s)
          deploy.test.toml:2:8: what `sum` gives is read, and nobody knows it here: write { outputs = { … } }
          what happened:
                 0s  ▸ sum: checksum /rehearsal/out.bin
                 1s  ✓ sum (1.00s)
                 1s  ▸ show: show '?'
                 2s  ✓ show (1.00s)
        1 of 1 scenario failed, 2s of virtual time; nothing was run

        """)
    #expect(
      program.run("run", "--simulate").output.contains("\n! what `sum` gives is read, and nobody knows it here\n"))
    #expect(
      program.run("test", "--explore").output.contains(
        "\nnot as in a run: what `sum` gives is read, and nobody knows it here\n"))
  }

  @Test("warn of output that is read, and that nobody tells")
  func output() {
    let program = Program("[a]\ncommand = \"a\"\n[b]\ncommand = \"b {{ nodes.a.stdout }}\"\n")
    program.folder.write("[[scenario]]\nname = \"s\"\nexpect = { outcome = \"succeeded\" }\n", to: "deploy.test.toml")
    let result = program.run("test", "deploy.toml")
    #expect(result.exit == 0)
    #expect(
      result.error == """
        deploy.test.toml:2:8: warning: others read what `a` prints, and nobody says what that is: it is taken to be nothing [scenario.prints-nothing]
          2 | name = "s"
            |        ^^^
             = hint: write [world.says] with "a" = "…", or a script with stdout or json

        """)
  }
}
