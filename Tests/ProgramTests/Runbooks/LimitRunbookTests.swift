import TestSupport
import Testing

/// `runbooks/features/limits.toml`, and what becomes of limits that cannot be kept or set.
@Suite("The limits runbook")
struct LimitRunbookTests {
  @Test("bounds real processes, and says what ended one")
  func runbook() {
    let program = Program()
    program.folder.copy("runbooks/features/limits.toml", as: "deploy.toml")
    let plan = program.run("plan").output
    #expect(plan.contains("     runs at the start; limited to cpu 10s, memory 512M, files 64, nice 5\n"))
    let result = program.run("run", "--json")
    #expect(result.exit == 0)
    #expect(result.report?.summary == "endless failed, report succeeded")
    #expect(result.report?.nodes.last?.reason == "it used up its 1s of processor time (`limits.cpu`)")
    let run = result.report?.run ?? ""
    let lines = program.folder.read(".pyflow/runs/\(run)/report.1.log")?.split(separator: "\n").map(String.init) ?? []
    #expect(lines.dropLast() == ["64", "10", "524288"])
    let own = Program("[a]\ncommand = \"nice >own\"")
    #expect(own.run("run").exit == 0)
    let niceness = (own.folder.read("own") ?? "").split(separator: "\n").first.flatMap { Int($0) } ?? 0
    #expect(lines.last == String(min(19, niceness + 5)))
    #expect((program.folder.read("deploy.audit.jsonl") ?? "").contains("\"reason\":{\"code\":\"cpu\""))
  }

  @Test("knows a program that its shell saw end, and one that hears no signal")
  func indirect() {
    let program = Program(
      """
      [runbook]
      on_failure = "continue"
      [a]
      command = "sh -c 'while :; do :; done'; exit $?"
      limits = { cpu = 1 }
      depends_on = []
      [b]
      command = "exit 152"
      depends_on = []
      """)
    let nodes = program.run("run", "--json").report?.nodes ?? []
    #expect(nodes.map(\.reason) == ["it used up its 1s of processor time (`limits.cpu`)", "exit 152"])
  }

  @Test("fails a node whose limit the system refuses before it runs, so that nothing is undone")
  func refused() {
    let program = Program(
      """
      [a]
      command = "touch ran"
      limits = { files = 2_000_000_000 }
      rollback = "touch undone"
      """)
    let result = program.run("run", "--json")
    #expect(result.exit == 1)
    #expect(
      result.report?.nodes.first?.reason == "could not be started: set limits.files: Operation not permitted")
    #expect(program.folder.read("ran") == nil && program.folder.read("undone") == nil)
    #expect(result.error.contains("  limits: files 2000000000\n"))
  }

  @Test("keeps to a lower bound that is there already")
  func lowerBound() {
    var program = Program("[a]\ncommand = \"ulimit -Hn >hard; ulimit -Ht >time\"\nlimits = { files = 100, cpu = 60 }")
    program.wrapper = ["sh", "-c", "ulimit -t 62; ulimit -n 100; exec \"$@\"", "sh"]
    #expect(program.run("run").exit == 0)
    #expect(program.folder.read("hard") == "100\n" && program.folder.read("time") == "62\n")
  }

  @Test("is not that of a rollback, which may have its own")
  func rollback() {
    let program = Program(
      """
      [a]
      command = "true"
      unless = "ulimit -n >asked; false"
      limits = { files = 50 }
      rollback = "ulimit -n >undone-a"
      [b]
      command = "true"
      rollback = { command = "ulimit -n >undone-b", limits = { files = 40 } }
      [c]
      command = "false"
      """)
    #expect(program.run("run").exit == 4)
    #expect(program.folder.read("asked") == "50\n")
    #expect(program.folder.read("undone-a") != "50\n")
    #expect(program.folder.read("undone-b") == "40\n")
  }
}
