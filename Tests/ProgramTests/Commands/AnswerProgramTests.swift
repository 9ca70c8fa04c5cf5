import Foundation
import TestSupport
import Testing

/// `approve`, `reject` and `list`, while a run of the built program waits and after it has ended.
@Suite("Answers from other terminals")
struct AnswerProgramTests {
  private static let user = NSUserName()

  /// Starts a run that waits for approvals, and waits until it does.
  private static func waiting(_ program: Program, _ arguments: String...) -> RunningProgram {
    let run = program.start(["run", "--wait-approval", "1h"] + arguments)
    #expect(run.waitForError("  may approve: "))
    return run
  }

  @Test("a run is found by its id, the beginning of one, `latest`, or because it is the only one that waits")
  func naming() throws {
    let program = Program("[a]\nprompt = \"Go?\"\n")
    let words: [(String) -> [String]] = [
      { _ in [] }, { _ in ["deploy.toml"] }, { [String($0.prefix(25))] }, { [$0, "a"] }, { _ in ["latest", "a"] },
      { ["deploy.toml", $0, "a"] }, { ["deploy.audit.jsonl", $0] }, { _ in ["--audit", "deploy.audit.jsonl"] },
    ]
    for word in words {
      let run = Self.waiting(program, "--json")
      let listed = program.run("list", "--json").output
      let id = try #require(listed.split(separator: "\"run\":\"").dropFirst().first?.prefix(26))
      let result = program.run(["approve"] + word(String(id)))
      #expect(result.exit == 0, "\(word(String(id))): \(result.error)")
      #expect(result.output == "approved `a` of run \(id) as \(Self.user)\n")
      #expect(run.wait().report?.run == String(id))
    }
  }

  @Test("who is not named may not answer, and that leaves no trace")
  func notNamed() {
    let program = Program("[runbook]\n[a]\nprompt = \"Go?\"\napprovers = [\"somebody-else\", \"group:no-such\"]\n")
    let run = Self.waiting(program)
    for name in ["somebody-else", "group:no-such"] {
      #expect(run.waitForError("warning: nobody can approve as `\(name)`: this machine does not know that name"))
    }
    let before = program.folder.readData("deploy.audit.jsonl")
    for verb in ["approve", "reject"] {
      let result = program.run(verb)
      #expect(result.exit == 3)
      #expect(
        result.error == """
          pyflow: error: \(Self.user) may not \(verb) `a`: only somebody-else, group:no-such may
            = hint: nothing was recorded

          """)
    }
    #expect(program.folder.readData("deploy.audit.jsonl") == before)
    #expect(program.run("list", "--waiting", "--for", Self.user).output == "nothing waits for an approval\n")
    run.signal(SIGTERM)
    #expect(run.wait().exit == 143)
  }

  @Test("one who has approved is not a second one")
  func twice() {
    let program = Program("[a]\nprompt = \"Go?\"\nmin_approvals = 2\n")
    let run = Self.waiting(program)
    let first = program.run("approve")
    #expect(first.exit == 0 && first.output.contains("(1 of 2)\n  the run waits for 1 more\n"))
    #expect(run.waitForError("a 1 of 2 approved by \(Self.user)"))
    let second = program.run("approve")
    #expect(second.exit == 3 && second.error.contains("the same person has approved already"))
    #expect(program.run("list", "--waiting").output.contains("2 people (1 so far)"))
    #expect(program.run("reject").exit == 0)
    #expect(run.wait().exit == 1)
  }

  @Test("what is filled in is checked before it is recorded")
  func fields() {
    let program = Program(
      "[a]\nprompt = \"Go?\"\nfields = { N = { type = \"int\", max = 9 } }\n[b]\ncommand = \"echo got {{ nodes.a.outputs.N }}\""
    )
    let run = Self.waiting(program)
    let cases: [(arguments: [String], text: String, exit: Int)] = [
      ([], "--field N: error: field `N` has no value [field.missing]", 2),
      (["--field", "N=ten"], "--field N: error: field `N` is an integer, not `ten` [field.type]", 2),
      (["--field", "N=10"], "--field N: error: `10` is out of range for field `N` [field.range]", 2),
      (["--field", "N=1", "--field", "M=1"], "--field M: error: there is no field `M` [field.unknown]", 2),
      (["--field", "N"], "`--field N` has no `=`: write --field NAME=VALUE", 64),
    ]
    for (arguments, text, exit) in cases {
      let result = program.run(["approve"] + arguments)
      #expect(result.exit == exit && result.error.contains(text), "\(result.error)")
    }
    #expect(program.run("approve", "--field", "N=7").exit == 0)
    #expect(run.wait().error.contains("│ got 7\n"))
  }

  @Test("a comment that no record has room for is refused")
  func longComment() {
    let program = Program("[a]\nprompt = \"Go?\"\n")
    let run = Self.waiting(program)
    let result = program.run("approve", "--comment", String(repeating: "x", count: 30_000))
    #expect(result.exit == 2 && result.error.contains("bytes too long for a record"))
    #expect(program.run("approve", "--comment", String(repeating: "\u{1}", count: 3_000)).exit == 0)
    #expect(run.wait().exit == 0)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("what does not wait is told why")
  func notWaiting() {
    let program = Program("[a]\ncommand = \"true\"\n")
    #expect(program.run("approve").error.contains("no run was recorded there yet"))
    #expect(program.run("run").exit == 0)
    let cases: [(arguments: [String], text: String, exit: Int)] = [
      ([], "no run waits for an answer", 3), (["latest"], "waits for no answer", 3),
      (["latest", "a"], "`a` does not wait for an answer: the run has ended: succeeded", 3),
      (["latest", "b"], "has no node `b`", 2), (["01NONE"], "there is no run `01NONE`", 2),
    ]
    for (arguments, text, exit) in cases {
      let result = program.run(["approve"] + arguments)
      #expect(result.exit == exit && result.error.contains(text), "\(result.error)")
    }
    #expect(program.run("list", "--waiting").output == "nothing waits for an approval\n")
  }

  @Test("a run that has ended waiting can be answered, and goes on by itself no more")
  func ended() {
    let program = Program("[a]\nprompt = \"Go?\"\n[b]\nprompt = \"And?\"\ndepends_on = []\n")
    #expect(program.run("run").exit == 6)
    let several = program.run("approve")
    #expect(several.exit == 2 && several.error.contains("2 questions wait"))
    let result = program.run("approve", "latest", "a", "--json")
    #expect(result.exit == 0 && result.output.contains("\"run_is_alive\":false"))
    #expect(program.run("approve", "latest", "a").exit == 3)
    #expect(program.run("reject").output.contains("the answer is on record"))
  }

  @Test("a rejection frees the locks that stay reserved for a run that has ended waiting")
  func reservation() {
    let program = Program("[runbook]\nlock = \"site\"\n[a]\nprompt = \"Go?\"\n")
    #expect(program.run("run").exit == 6)
    #expect(program.run("run").exit == 3)
    let result = program.run("reject")
    #expect(result.exit == 0 && result.output.contains("  lock `site` is free again\n"))
    #expect(program.run("run", "--yes").exit == 0)
  }

  @Test("runs are listed, the newest first, with where they stand")
  func list() {
    let program = Program("[a]\nprompt = \"Go?\"\n")
    #expect(program.run("list").exit == 2)
    #expect(program.run("run", "--yes").exit == 0)
    let run = Self.waiting(program)
    let lines = program.run("list").output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("RUN"))
    #expect(lines[1].contains(" waiting ") && lines[2].contains(" succeeded "))
    #expect(lines[1].contains(Self.user))
    let waiting = program.run("list", "--waiting", "--json").output
    #expect(waiting.contains("\"node\":\"a\",\"question\":\"Go?\""))
    #expect(program.run("list", "--for", Self.user).exit == 64)
    #expect(program.run("list", "--waiting", "--for", "no-such-user").exit == 2)
    run.signal(SIGKILL)
    #expect(run.wait().exit == 137)
    #expect(program.run("list").output.contains(" orphaned "))
  }

  @Test("half a record that a crash left is in nobody's way")
  func torn() throws {
    let program = Program("[a]\nprompt = \"Go?\"\n")
    let run = Self.waiting(program)
    let file = try #require(FileHandle(forWritingAtPath: "\(program.folder.path)/deploy.audit.jsonl"))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"seq\":9,\"event\":\"approval.granted\"".utf8))
    #expect(program.run("approve").exit == 0)
    #expect(run.wait().exit == 0)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a group shares the audit, and one that is not there is refused before anything runs")
  func group() throws {
    let group = try #require(UserGroup.name)
    let program = Program("[runbook]\ngroup = \"\(group)\"\n[a]\ncommand = \"echo out\"\n")
    #expect(program.run("run").exit == 0)
    #expect(program.mode("deploy.audit.jsonl") == 0o660 && program.mode(".pyflow") == 0o770)
    let missing = Program("[runbook]\ngroup = \"no-such-group\"\n[a]\ncommand = \"touch ran\"\n")
    let result = missing.run("run")
    #expect(result.exit == 2 && result.error.contains("nothing was done: this machine has no group `no-such-group`"))
    #expect(missing.folder.list() == ["deploy.toml"])
  }
}

extension Program {
  /// The permissions of a file in the program's folder.
  fileprivate func mode(_ name: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue
  }
}
