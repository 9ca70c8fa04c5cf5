import TestSupport
import Testing

/// `resume --from` and `resume --only-failed` with the built program.
@Suite("Going on with a part of a run")
struct ResumeScopeProgramTests {
  private static let runbook = """
    [a]
    command = "echo a $PYFLOW_IDEMPOTENCY_KEY >> log"
    [b]
    command = "echo b $PYFLOW_IDEMPOTENCY_KEY >> log; test -e ok"
    [c]
    command = "echo c $PYFLOW_IDEMPOTENCY_KEY >> log"
    """

  /// What ran, without the keys.
  private static func log(_ program: Program) -> String {
    (program.folder.read("log") ?? "").split(separator: "\n").map { String($0.prefix(1)) }.joined()
  }

  @Test("`--only-failed` goes no further than what failed; a plain resume runs the rest")
  func onlyFailed() {
    let program = Program(Self.runbook)
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "ok")
    let preview = program.run("resume", "--only-failed", "--dry-run")
    #expect(
      preview.output.split(separator: "\n").dropFirst() == [
        "  b: was failed", "  c: is left as it is: only what failed is wanted",
      ])
    let part = program.run("resume", "--only-failed")
    #expect(part.exit == 5)
    #expect(part.error.contains(", only what had failed was to run again: 2 succeeded, 1 blocked\n"))
    #expect(part.error.contains("\n  go on with: pyflow resume deploy.toml "))
    #expect(Self.log(program) == "abb")
    let nothing = program.run("resume", "--only-failed")
    #expect(nothing.exit == 0 && nothing.error.contains("nothing in run "))
    #expect(program.run("resume").exit == 0)
    #expect(Self.log(program) == "abbc")
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"only_failed\":true") == true)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("`--from` begins anew there, also where it has succeeded, with other keys; that is on record")
  func from() {
    let program = Program(Self.runbook)
    program.folder.write("", to: "ok")
    #expect(program.run("run").exit == 0)
    #expect(program.run("resume").error.hasSuffix(" has nothing left to do\n"))
    let preview = program.run("resume", "--from", "b", "--dry-run", "--json")
    #expect(preview.output.contains(#"{"id":"a","runs_again":false,"reason":"is kept as it ended"}"#))
    #expect(preview.output.contains(#"{"id":"b","runs_again":true,"reason":"is to be begun anew"}"#))
    #expect(program.run("resume", "--from", "b").exit == 0)
    #expect(Self.log(program) == "abcbc")
    let keys = Set((program.folder.read("log") ?? "").split(separator: "\n"))
    #expect(keys.count == 5)
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"from\":[\"b\"]") == true)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a process that dies right after it was taken up leaves nothing half said")
  func killedAtOnce() throws {
    let program = Program(Self.runbook)
    program.folder.write("", to: "ok")
    #expect(program.run("run").exit == 0)
    #expect(program.run("resume", "--from", "b").exit == 0)
    // As if it had died between its first record and its second.
    var lines = try #require(program.folder.read("deploy.audit.jsonl")).split(separator: "\n")
    let end = try #require(lines.firstIndex { $0.contains("\"event\":\"run.resumed\"") })
    lines.removeSubrange((end + 1)...)
    program.folder.write(lines.joined(separator: "\n") + "\n", to: "deploy.audit.jsonl")
    #expect(program.run("resume").exit == 0)
    #expect(Self.log(program) == "abcbcbc")
  }

  @Test("what is wrong with the choice is said")
  func wrong() throws {
    let program = Program(Self.runbook)
    #expect(program.run("run", "--skip", "c").exit == 1)
    let unknown = program.run("resume", "--from", "a,bb")
    #expect(unknown.exit == 2)
    #expect(
      unknown.error
        == "--from bb: error: there is no node `bb` [selection.unknown-node]\n    = hint: did you mean `b`?\n")
    let both = program.run("resume", "--from", "b", "--only-failed")
    #expect(both.exit == 64 && both.error.contains("`--from` and `--only-failed` exclude each other"))
    let leftOut = program.run("resume", "--from", "c")
    #expect(leftOut.exit == 2 && leftOut.error.contains("`c` is no part of run "))
    #expect(program.run("resume", "--from", "").exit == 64)
    #expect(program.run("rollback", "--from", "b").exit == 64)
  }

  @Test("what failed on what was undone is not run alone")
  func undone() {
    let program = Program(Self.runbook.replacing("[b]\n", with: "rollback = \"true\"\n[b]\n"))
    #expect(program.run("run").exit == 4)
    let refused = program.run("resume", "--only-failed")
    #expect(refused.exit == 3 && refused.error.contains(" needs a, which has to run again first\n"))
  }
}
