import TestSupport
import Testing

/// `--only`, `--skip`, `--from`, `--until` and `--tags` of the built program.
@Suite("Choosing nodes")
struct SelectionProgramTests {
  private let program = Program(
    """
    [build]
    command = "echo build >> ran"
    tags = ["ci"]
    [test]
    command = "echo test >> ran"
    [deploy]
    command = "echo deploy >> ran"
    when = "has_succeeded('test')"
    """)

  @Test(
    "runs what was chosen, and nothing else",
    arguments: [
      (["--only", "deploy"], "deploy\n"), (["--only", "build, deploy"], "build\ndeploy\n"),
      (["--only", "build", "--only=test"], "build\ntest\n"), (["--skip", "test"], "build\ndeploy\n"),
      (["--from", "test"], "test\ndeploy\n"), (["--until", "test"], "build\ntest\n"), (["--tags", "ci"], "build\n"),
    ])
  func runs(options: [String], ran: String) {
    let result = program.run(["run", "--json"] + options)
    #expect(result.exit == 0)
    #expect(program.folder.read("ran") == ran)
    #expect(result.report?.ids("skipped").count == 3 - ran.split(separator: "\n").count)
    #expect(result.report?.nodes.filter { $0.status == "skipped" }.allSatisfy { $0.reason == "selection" } == true)
  }

  @Test("is told by the plan, and recorded")
  func told() {
    let text = program.run("plan", "--skip", "test").output
    #expect(text.hasPrefix("deploy: 3 nodes, 2 chosen\n"))
    #expect(text.contains("2. test [Command]\n     $ echo test >> ran\n     skipped: selection; counts as succeeded\n"))
    #expect(
      program.run("plan", "--skip", "test", "--json").output.contains("\"depends_on\":[\"build\"],\"left_out\":true"))
    #expect(program.run("run", "--skip", "test", "--dry-run").output == text)
    #expect(program.run("run", "--skip", "test").error.contains("○ test skipped: selection\n"))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"left_out\":true") == true)
    #expect(program.run("audit", "show", "latest").output.contains("○ test skipped: selection\n"))
  }

  @Test("of what is not there runs nothing")
  func unknown() {
    let result = program.run("run", "--only", "tset", "--tags", "c")
    #expect(result.exit == 2)
    #expect(
      result.error == """
        --only tset: error: there is no node `tset` [selection.unknown-node]
            = hint: did you mean `test`?
        --tags c: error: no node has the tag `c` [selection.unknown-tag]
            = hint: did you mean `ci`?

        """)
    #expect(program.folder.list() == ["deploy.toml"])
  }

  @Test("by no name is wrong usage", arguments: ["", "a,", ",", " "])
  func empty(names: String) {
    let result = program.run("run", "--only", names)
    #expect(result.exit == 64)
    #expect(
      result.error == """
        pyflow: error: `--only` must be names with commas between them, not `\(names)`
          = hint: see pyflow help

        """)
  }
}
