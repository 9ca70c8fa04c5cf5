import TestSupport
import Testing

/// `audit show` and `audit verify` as a person uses them.
@Suite("The history of runs")
struct HistoryProgramTests {
  private let program = Program(
    "[build]\ncommand = \"echo made\"\n[ship]\ncommand = \"exit 4\"\n[tell]\ncommand = \"true\"")

  @Test("a run is shown by its id, by the beginning of one, and as the latest")
  func byName() throws {
    let first = try #require(program.run("run", "--json").report?.run)
    let second = try #require(program.run("run", "--json").report?.run)
    let shown = program.run("audit", "show", "deploy.toml", second)
    #expect(shown.exit == 0)
    for words in [second, "build", "succeeded", "ship", "failed", "exit 4", "tell", "blocked by ship"] {
      #expect(shown.output.contains(words), "\(words) in \(shown.output)")
    }
    #expect(program.run("audit", "show", "deploy.toml", "latest").output == shown.output)
    #expect(
      program.run("audit", "show", "deploy.toml", String(second.prefix(25))).exit
        == (first.prefix(25) == second.prefix(25) ? 2 : 0))
    let ambiguous = program.run("audit", "show", "deploy.toml", "01")
    #expect(ambiguous.exit == 2)
    #expect(ambiguous.error.contains(first) && ambiguous.error.contains(second))
  }

  @Test("the newest run stands first")
  func order() throws {
    let ids = try (0..<3).map { _ in try #require(program.run("run", "--json").report?.run) }
    let lines = program.run("audit", "show").output.split(separator: "\n").dropFirst()
    #expect(lines.map { String($0.prefix(26)) } == ids.reversed())
  }

  @Test("without an audit it says that no run was recorded")
  func none() {
    let result = program.run("audit", "show")
    #expect(result.exit == 2)
    #expect(result.error.contains("no run was recorded there yet"))
  }

  @Test("verify names the first line that was changed")
  func changedLine() throws {
    _ = program.run("run")
    var lines = try #require(program.folder.read("deploy.audit.jsonl")).split(separator: "\n").map(String.init)
    lines[4] = lines[4].replacing("\"time\":\"2", with: "\"time\":\"3")
    program.folder.write(lines.joined(separator: "\n") + "\n", to: "deploy.audit.jsonl")
    let result = program.run("audit", "verify")
    #expect(result.exit == 65)
    #expect(result.error.hasPrefix("deploy.audit.jsonl:5: error: this record was changed after it was written"))
  }
}
