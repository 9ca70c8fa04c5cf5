import Foundation
import TestSupport
import Testing

/// How runbook tools fail their users: one test for each way.
@Suite("Pitfalls")
struct PitfallTests {
  @Test("pitfall 1: a failed run exits 0", arguments: ["", "critical = true"])
  func failedRunExitsZero(_ key: String) {
    let result = Program("[a]\ncommand = \"exit 3\"\n\(key)").run("run")
    #expect(result.exit == 1)
    #expect(result.error.contains("✗ a failed: exit 3"))
  }

  @Test("pitfall 2: a run needs somebody at the keyboard")
  func needsSomebody() {
    let result = Program("[a]\ncommand = \"true\"\n[b]\ncommand = \"true\"").run("run")
    #expect(result.exit == 0)
    #expect(!result.error.contains("?"))
  }

  @Test("pitfall 2: a failure without a terminal ends in a traceback, and the run stays running")
  func failsWithoutTerminal() {
    let program = Program("[a]\ncommand = \"false\"")
    #expect(program.run("run").exit == 1)
    #expect(program.run("audit", "show").output.contains("  failed  "))
  }

  @Test("pitfall 3: handlers of failures never run")
  func handlersNeverRun() {
    let program = Program(
      """
      [deploy]
      command = "false"
      [undo]
      command = "touch undone"
      when = "has_failed('deploy')"
      [tell]
      command = "touch told"
      depends_on = "deploy:failure"
      """)
    #expect(program.run("run").exit == 1)
    #expect(program.folder.exists("undone"))
    #expect(program.folder.exists("told"))
  }

  @Test("pitfall 4: conditions do not see defaults, and see texts where values were meant")
  func conditionsSeeValues() {
    let program = Program(
      """
      [variables]
      ENVIRONMENT = "prod"
      SKIP = { default = true }
      [a]
      command = "touch default-seen"
      when = "{{ ENVIRONMENT == 'prod' }}"
      [b]
      command = "touch skip-is-false"
      when = "{{ not SKIP }}"
      [c]
      command = "touch skip-is-true"
      when = "{{ SKIP }}"
      """)
    #expect(program.run("run", "--var", "SKIP=false").exit == 0)
    #expect(program.folder.exists("default-seen"))
    #expect(program.folder.exists("skip-is-false"))
    #expect(!program.folder.exists("skip-is-true"))
  }

  @Test("pitfall 5: a list of conditions means one thing in the documentation and another in the program")
  func listOfConditions() {
    let program = Program(
      """
      [deploy]
      command = "true"
      [rollback]
      command = "true"
      when = "has_failed('deploy')"
      [cleanup]
      command = "touch cleaned"
      depends_on = ["deploy:success", "rollback:success"]
      """)
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(program.folder.exists("cleaned"))
    #expect(result.error.contains("[plan.join-any]"))
  }

  @Test("pitfall 6: the documentation's own TOML does not parse")
  func inlineTablesOverLines() {
    let program = Program(
      """
      [tell]
      function = "notify"
      params = {
        message = "hello",  # a comment too
      }
      """)
    #expect(program.run("run").error.contains("» tell: hello"))
  }

  @Test("pitfall 7: a variable's value becomes part of the runbook, or of the command")
  func valuesAreData() {
    let program = Program("[variables]\nV = \"\"\n[a]\ncommand = \"echo {{ V }}\"")
    #expect(program.run("run", "--var", "V=a\"\nprompt_before=\"injected?").exit == 0)
    #expect(program.run("run", "--var", "V=hi; touch injected").exit == 0)
    #expect(program.run("run", "--var", "V=$(touch injected)`touch injected`").exit == 0)
    #expect(!program.folder.exists("injected"))
  }

  @Test(
    "pitfall 8: a condition that is no condition runs the node",
    arguments: ["__import__('os').system('touch pwned')", "{{ 1/0 }}", "{{ NAME }}", "ENVIRONMENT == 'dev'"])
  func conditionsFailClosed(_ condition: String) {
    let program = Program(
      "[variables]\nENVIRONMENT = \"prod\"\n[a]\ncommand = \"touch ran\"\nwhen = \"\(condition)\"")
    _ = program.run("run")
    #expect(!program.folder.exists("ran"))
    #expect(!program.folder.exists("pwned"))
  }

  @Test("pitfall 9: ten runs at once collide")
  func tenAtOnce() {
    let nodes = (0..<100).map { "[n\($0)]\ncommand = \"true\"\n" }.joined()
    let program = Program(nodes)
    let runs = (0..<10).map { _ in program.start("run", "--quiet") }
    #expect(runs.map { $0.wait().exit } == Array(repeating: 0, count: 10))
    let verification = program.run("audit", "verify")
    #expect(verification.exit == 0)
    #expect(program.run("audit", "show").output.split(separator: "\n").count == 11)
  }

  @Test("pitfall 10: parallel execution is a key that nothing reads")
  func parallelExecution() {
    // Each of the two waits for the other, so they end only if they run at once.
    let runbook = """
      [a]
      command = "echo a >to-b; read -r other <to-a"
      depends_on = []
      [b]
      command = "echo b >to-a; read -r other <to-b"
      depends_on = []
      """
    let program = Program(runbook)
    let pipes = ["to-a", "to-b"].map { NamedPipe(in: program.folder, $0) }
    #expect(program.run("run").exit == 0)
    withExtendedLifetime(pipes) {}
  }

  @Test("what a failing command printed is lost when it printed no error")
  func outputOfFailure() {
    let result = Program("[a]\ncommand = \"echo the reason; exit 1\"").run("run", "--quiet")
    #expect(result.error.contains("  │ the reason\n"))
  }

  @Test("printed text with brackets is taken for markup")
  func markup() {
    let result = Program("[a]\ncommand = \"echo '[word] [/oops] [bold]'\"").run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("  │ [word] [/oops] [bold]\n"))
  }

  @Test("a runbook with a required variable cannot be drawn")
  func graphWithoutVariables() {
    let program = Program("[variables]\nR = { required = true }\n[a]\ncommand = \"echo {{ R }}\"")
    #expect(program.run("graph").exit == 0)
  }

  @Test("the audit cannot be found by a program, or a run unknown to it exits 0")
  func unknownRun() {
    let program = Program("[a]\ncommand = \"true\"")
    #expect(program.run("run").exit == 0)
    #expect(program.run("audit", "show", "deploy.toml", "01ZZZ").exit == 2)
  }
}
