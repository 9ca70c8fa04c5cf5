import Foundation
import TestSupport
import Testing

/// `pyflow resume` with the built program.
@Suite("Going on with a run")
struct ResumeProgramTests {
  private static let pipeline = """
    [build]
    command = "echo build >> log; echo v1"
    [test]
    command = "echo test >> log; test -e ok"
    [deploy]
    command = "echo deploy {{ nodes.build.stdout | trim }} >> log"
    [tell]
    command = "echo tell >> log"
    depends_on = ["test:failure"]
    """

  @Test("what succeeded is kept with its output, the rest runs")
  func afterFailure() {
    let program = Program(Self.pipeline)
    #expect(program.run("run").exit == 1)
    let preview = program.run("resume", "--dry-run")
    #expect(preview.exit == 0)
    #expect(
      preview.output.split(separator: "\n").dropFirst() == [
        "  test: was failed", "  deploy: was blocked", "  tell: is decided anew, since test runs again",
      ])
    program.folder.write("", to: "ok")
    let resumed = program.run("resume", "--json")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("log") == "build\ntest\ntell\ntest\ndeploy v1\n")
    #expect(resumed.output.contains("{\"id\":\"build\",\"status\":\"succeeded\",\"kept\":true}"))
    let nothing = program.run("resume")
    #expect(nothing.exit == 0 && nothing.error.hasSuffix(" has nothing left to do\n"))
    #expect(program.run("audit", "verify").exit == 0)
    #expect(program.run("list").output.contains("succeeded"))
  }

  @Test("after a rollback what was undone runs again, with all that depends on it")
  func afterRollback() {
    let program = Program(
      "[prepare]\ncommand = \"touch p; echo prepare >> log\"\n"
        + Self.pipeline.replacing(
          "[build]\n", with: "[build]\nrollback = \"echo unbuild >> log\"\n"))
    #expect(program.run("run").exit == 4)
    program.folder.write("", to: "ok")
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("log") == "prepare\nbuild\ntest\ntell\nunbuild\nbuild\ntest\ndeploy v1\n")
  }

  @Test("of two that take up a run at once only one does", arguments: 0..<6)
  func twice(round: Int) {
    let program = Program(Self.pipeline)
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "ok")
    let (one, other) = (program.start("resume"), program.start("resume"))
    let exits = [one.wait().exit, other.wait().exit]
    // The second finds it going on, gone on, or done.
    #expect(exits.contains(0) && exits.allSatisfy { $0 == 0 || $0 == 3 }, "\(exits)")
    #expect(program.folder.read("log") == "build\ntest\ntell\ntest\ndeploy v1\n")
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("while one waits for what a dead run has left, it has taken the run up: nobody else waits or runs beside it")
  func twiceWithOrphans() throws {
    let program = Program(
      """
      [a]
      command = "kill -KILL $PPID; echo here > reached; read x < hold; touch done"
      confirm = "test -e done"
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    #expect(program.run("run").exit == 137)
    #expect(reached.nextLine() == "here")
    let first = program.start("resume")
    #expect(first.waitForError("waiting for what run "))
    let second = program.start("resume")
    #expect(!second.waitForError("waiting for what run "))
    hold.writeLine("go")
    let refused = second.wait()
    #expect(refused.exit == 3 && refused.error.contains(" is still going on\n"), "\(refused.error)")
    #expect(refused.error.contains("end it: pyflow cancel deploy.toml 0"))
    #expect(first.wait().exit == 0)
    #expect(program.folder.exists("done"))
  }

  @Test("a changed runbook is shown, and has to be wanted; what was recorded runs")
  func changed() {
    let program = Program(Self.pipeline)
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "ok")
    program.folder.write(Self.pipeline.replacing("deploy {{", with: "DEPLOY {{"), to: "deploy.toml")
    let refused = program.run("resume")
    #expect(refused.exit == 3)
    #expect(refused.error.hasPrefix("--- deploy.toml as it was recorded\n+++ deploy.toml as it is now\n@@"))
    #expect(refused.error.contains("\n+command = \"echo DEPLOY {{ nodes.build.stdout | trim }} >> log\"\n"))
    #expect(program.run("resume", "--accept-changes").exit == 0)
    #expect(program.folder.read("log")?.hasSuffix("deploy v1\n") == true)
  }

  @Test("a run that waited goes on with the approval that was given meanwhile")
  func approved() {
    let program = Program("[ask]\nprompt = \"Ship?\"\n[ship]\ncommand = \"touch shipped\"\n")
    #expect(program.run("run").exit == 6)
    #expect(program.run("resume").exit == 6)
    #expect(program.run("approve").exit == 0)
    let resumed = program.run("resume")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.exists("shipped"))
    let grants = program.folder.read("deploy.audit.jsonl")?.components(separatedBy: "approval.granted").count
    #expect(grants == 2)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a run that waited inside a nested runbook goes on there", arguments: ["", "confirm = \"true\"\n"])
  func approvedInside(keys: String) {
    let program = Program("[ship]\nrunbook = \"ship.toml\"\n\(keys)")
    program.folder.write("[pack]\ncommand = \"echo pack >> log\"\n[ask]\nprompt = \"Ship?\"\n", to: "ship.toml")
    #expect(program.run("run", "deploy.toml").exit == 6)
    let approved = program.run("approve", "deploy.toml")
    #expect(approved.exit == 0 && approved.output.contains("; go on with it: pyflow resume deploy.toml 0"))
    let resumed = program.run("resume", "deploy.toml")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("log") == "pack\n")
  }

  @Test("a node about whose work somebody is asked has done it: it does not run again, and others read what it made")
  func askedAboutWork() {
    let program = Program(
      """
      [pack]
      command = "echo pack >> log; wc -l < log"
      prompt_before = "Start?"
      prompt_after = "Is {{ result.stdout | trim }} right?"
      outputs = { count = "{{ result.stdout | trim }}" }
      [ship]
      command = "echo ship {{ nodes.pack.outputs.count }} {{ nodes.pack.exit_code }} >> log"
      """)
    #expect(program.run("run").exit == 6)
    #expect(program.run("approve").exit == 0)
    #expect(program.run("resume").exit == 6)
    #expect(
      program.run("resume", "--dry-run").output.contains("  pack: has done its work, and somebody is asked about it\n"))
    #expect(program.run("resume").exit == 6)
    #expect(program.run("approve").exit == 0)
    let resumed = program.run("resume")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("log") == "pack\nship 1 0\n")
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test(
    "what held a secret, which is on no record, is given once more if it may be; else nobody goes on without it",
    arguments: [true, false])
  func secretLost(isIdempotent: Bool) {
    let program = Program(
      """
      [variables]
      TOKEN = { secret = true, required = true }
      [a]
      command = "echo a >> log; echo is $T"
      env = { T = "{{ TOKEN }}" }
      idempotent = \(isIdempotent)
      [b]
      command = "test -e free"
      depends_on = []
      [c]
      command = "echo {{ nodes.a.stdout }} > seen"
      depends_on = ["a", "b"]
      """)
    program.folder.write("TOKEN = \"open-sesame\"\n", to: "secrets.toml")
    #expect(program.run("run", "deploy.toml", "--vars-file", "secrets.toml").exit == 1)
    program.folder.write("", to: "free")
    let resumed = program.run("resume", "deploy.toml", "--vars-file", "secrets.toml")
    #expect(resumed.exit == (isIdempotent ? 0 : 5), "\(resumed.error)")
    #expect(program.folder.read("seen") == (isIdempotent ? "is open-sesame\n" : nil))
    #expect(program.folder.read("log") == (isIdempotent ? "a\na\n" : "a\n"))
    if !isIdempotent { #expect(resumed.error.contains("what a gave in run ")) }
  }

  @Test("an answer counts for what was asked then: what is begun anew, or was rejected, is asked about again")
  func answeredOnce() {
    let program = Program(
      """
      [a]
      command = "true"
      rollback = "true"
      [ask]
      prompt = "Ship?"
      [b]
      command = "false"
      """)
    #expect(program.run("run").exit == 6)
    #expect(program.run("approve").exit == 0)
    #expect(program.run("resume").exit == 4)
    #expect(program.run("resume").exit == 6)
    #expect(program.run("reject").exit == 0)
    #expect(program.run("resume").exit == 4)
    #expect(program.run("resume").exit == 6)
  }

  @Test("a no to work that was done before the run was taken up undoes it")
  func rejectedWork() {
    let program = Program(
      "[pack]\ncommand = \"echo pack >> log\"\nprompt_after = \"Fine?\"\nrollback = \"echo undo >> log\"\n")
    #expect(program.run("run").exit == 6)
    #expect(program.run("reject").exit == 0)
    #expect(program.run("resume").exit == 4)
    #expect(program.folder.read("log") == "pack\nundo\n")
  }

  @Test("what the dead run has left running is waited for, or ended if it may run twice", arguments: [true, false])
  func orphans(isIdempotent: Bool) throws {
    let program = Program(
      """
      [a]
      command = "trap 'exit 1' TERM; exec 3< hold; echo here > reached; read x <&3; echo $x > got"
      confirm = "test -e got"
      idempotent = \(isIdempotent)
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    _ = running.wait()
    let resumed = program.start("resume")
    #expect(resumed.waitForError(isIdempotent ? "ending what run " : "waiting for what run "))
    if isIdempotent { #expect(reached.nextLine() == "here") }
    hold.writeLine("first")
    #expect(resumed.wait().exit == 0)
    #expect(program.folder.read("got") == "first\n")
    let starts = program.folder.read("deploy.audit.jsonl")?.components(separatedBy: "node.started").count
    #expect(starts == (isIdempotent ? 3 : 2))
  }

  /// A run that was killed while `b` was under way.
  private static func killed(_ keys: String) -> Program {
    let program = Program(
      """
      [a]
      command = "echo a >> log"
      [b]
      command = "echo b >> log; test -e free || { exec 3< hold; echo here > reached; read x <&3; }"
      \(keys)
      [c]
      command = "echo c >> log"
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    _ = running.wait()
    hold.writeLine("end")
    program.folder.write("", to: "free")
    return program
  }

  @Test(
    "what was under way when pyflow was killed runs again only if it may",
    arguments: [
      ("idempotent = true", 0, "a\nb\nb\nc\n"), ("confirm = \"grep -q b log\"", 0, "a\nb\nc\n"),
      ("confirm = \"test -e happened\"", 0, "a\nb\nb\nc\n"), ("confirm = \"exit 7\"", 5, "a\nb\n"), ("", 5, "a\nb\n"),
    ])
  func underWay(keys: String, exit: Int, log: String) {
    let program = Self.killed(keys)
    let resumed = program.run("resume")
    #expect(resumed.exit == exit, "\(resumed.error)")
    #expect(program.folder.read("log") == log)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a person says whether it runs again")
  func asked() throws {
    let program = Self.killed("")
    let terminal = try #require(TerminalProgram(program, "resume"))
    #expect(terminal.waitForScreen("nobody knows what came of it"))
    terminal.type("r\n")
    #expect(terminal.wait().exit == 0)
    #expect(program.folder.read("log") == "a\nb\nb\nc\n")
  }

  @Test(
    "what a person has found out is recorded, and the run goes by it",
    arguments: [("succeeded", "a\nb\nc\n"), ("skipped", "a\nb\nc\n"), ("pending", "a\nb\nb\nc\n")])
  func foundOut(status: String, log: String) throws {
    let program = Self.killed("")
    let refused = program.run("resume")
    #expect(refused.exit == 5 && refused.error.contains("pyflow set-status "))
    let set = program.run("set-status", "latest", "b", status, "--comment", "looked")
    #expect(set.exit == 0, "\(set.error)")
    #expect(set.output.contains(" is \(status) now, as "))
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("log") == log)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("what has succeeded is only begun anew by force, with another key")
  func forced() throws {
    let program = Program("[a]\ncommand = \"echo $PYFLOW_IDEMPOTENCY_KEY >> log\"\n[b]\ncommand = \"true\"\n")
    #expect(program.run("run").exit == 0)
    let refused = program.run("set-status", "deploy.toml", "latest", "a", "pending")
    #expect(refused.exit == 3)
    #expect(
      refused.error == "pyflow: error: `a` is succeeded already\n  = hint: to have it otherwise all the same: --force\n"
    )
    #expect(program.run("set-status", "deploy.toml", "latest", "a", "pending", "--force").exit == 0)
    #expect(program.run("resume").exit == 0)
    let keys = (program.folder.read("log") ?? "").split(separator: "\n")
    #expect(keys.count == 2 && Set(keys).count == 2)
    let nothing = program.run("resume")
    #expect(nothing.error.hasSuffix(" has nothing left to do\n"))
  }

  @Test("what is wrong about a status is said")
  func wrongStatus() {
    let program = Program("[a]\ncommand = \"false\"\n")
    #expect(program.run("run").exit == 1)
    let incomplete = program.run("set-status", "latest", "a")
    #expect(incomplete.exit == 64 && incomplete.error.contains("write pyflow set-status [FILE] RUN NODE STATUS\n"))
    let unknown = program.run("set-status", "latest", "a", "fine")
    #expect(
      unknown.exit == 64
        && unknown.error.contains("STATUS must be one of succeeded, failed, skipped, pending, undone, not `fine`"))
    let noNode = program.run("set-status", "latest", "z", "failed")
    #expect(noNode.exit == 3 || noNode.exit == 2)
  }

  @Test("a run that is half undone is recovered first")
  func halfUndone() {
    let program = Program(
      "[a]\ncommand = \"true\"\nrollback = \"test -e free\"\n[b]\ncommand = \"test -e free\"\n")
    #expect(program.run("run").exit == 5)
    let refused = program.run("resume")
    #expect(
      refused.exit == 5
        && refused.error.contains("is half undone\n  = hint: finish that first: pyflow recover deploy.toml "))
    program.folder.write("", to: "free")
    #expect(program.run("recover").exit == 0)
    #expect(program.run("resume").exit == 0)
  }

  @Test("the commands that are named name the runbook and the audit file too")
  func wholeCommands() {
    let program = Program(
      "[a]\ncommand = \"true\"\nrollback = \"test -e free\"\n[b]\ncommand = \"test -e free\"\n")
    program.folder.write("[z]\ncommand = \"true\"\n", to: "other.toml")
    let place = ["deploy.toml", "--audit", "elsewhere.jsonl"]
    #expect(program.run(["run"] + place).exit == 5)
    let refused = program.run(["resume"] + place)
    #expect(
      refused.error.contains(/finish that first: pyflow recover deploy.toml 0\w+ --audit elsewhere.jsonl\n/),
      "\(refused.error)")
    let said = program.run(["set-status", "deploy.toml", "latest", "b", "failed"] + place.dropFirst())
    #expect(
      said.output.contains(/\n  go on with: pyflow resume deploy.toml 0\w+ --audit elsewhere.jsonl\n/),
      "\(said.output)\(said.error)")
  }

  @Test("what set-status did is told to programs too")
  func settingAsJSON() {
    let program = Program("[a]\ncommand = \"false\"\n")
    #expect(program.run("run").exit == 1)
    let said = program.run("set-status", "latest", "a", "skipped", "--json")
    #expect(
      said.exit == 0
        && said.output.contains(
          /^{"schema":"pyflow.status-set\/1","run":"0\w+","node":"a","status":"skipped","from":"failed","by":"[^"]+","command":"pyflow resume deploy.toml 0\w+"}\n$/
        ), "\(said.output)\(said.error)")
  }

  @Test("where nothing ever ran nothing needs recovery; what is asked for and missing is an error")
  func neverRun() {
    let program = Program("[a]\ncommand = \"true\"\n")
    for arguments in [["recover"], ["recover", "deploy.toml", "--no-input"]] {
      let result = program.run(arguments)
      #expect(result.exit == 0 && result.error == "no run is on record, so nothing needs recovery\n")
    }
    let missing = [
      ["recover", "nowhere.toml"], ["recover", "--audit", "nowhere.jsonl"], ["recover", "deploy.toml", "latest"],
      ["resume"], ["rollback"],
    ]
    for arguments in missing { #expect(program.run(arguments).exit == 2, "\(arguments)") }
  }

  @Test("new values make a new plan, which is recorded; what has run and would be something else has to be wanted")
  func newValues() {
    let program = Program(
      """
      [variables]
      N = 1
      M = 1
      [a]
      command = "echo a {{ M }} >> log"
      [b]
      command = "echo b {{ N }} >> log; test {{ N }} = 3"
      """)
    #expect(program.run("run").exit == 1)
    // What has not succeeded may have any text.
    #expect(program.run("resume", "--var", "N=2").exit == 1)
    let refused = program.run("resume", "--var", "N=3", "--var", "M=2")
    #expect(refused.exit == 3)
    #expect(refused.error.contains("with these values a would be something else, and has run already in run "))
    #expect(program.run("resume", "--var", "N=3", "--var", "M=2", "--accept-changes").exit == 0)
    #expect(program.folder.read("log") == "a 1\nb 1\nb 2\nb 3\n")
    #expect(program.run("audit", "verify").exit == 0)
    // Undoing goes by the last plan.
    #expect(program.run("rollback").error.contains("has left nothing to undo"))
  }

  @Test("what was given when a run was taken up holds when it is taken up once more")
  func keptValues() {
    let program = Program("[variables]\nN = 1\n[a]\ncommand = \"echo {{ N }} >> log; test -e ok\"\n")
    #expect(program.run("run").exit == 1)
    #expect(program.run("resume", "--var", "N=2").exit == 1)
    program.folder.write("", to: "ok")
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("log") == "1\n2\n2\n")
  }

  @Test("`runbooks/features/resume.toml` does what it says")
  func feature() {
    let program = Program()
    program.folder.copy("runbooks/features/resume.toml", as: "deploy.toml")
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "work/ready")
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("work/log") == "exported\nimported 42\nreported\n")
    #expect(program.run("rollback").exit == 0)
    #expect(!program.folder.exists("work"))
  }

  @Test("the environment, the selection and the values of the run are those that were recorded")
  func asBefore() {
    let program = Program(
      """
      [runbook.environments.prod]
      WHERE = "prod"
      [variables]
      WHERE = "dev"
      N = 1
      [a]
      command = "test -e ok"
      [b]
      command = "echo {{ WHERE }} {{ N }} {{ run.environment }} {{ run.attempt }} > out"
      [c]
      command = "touch c"
      """)
    #expect(program.run("run", "--env", "prod", "--var", "N=2", "--skip", "c").exit == 1)
    program.folder.write("", to: "ok")
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("out") == "prod 2 prod 2\n")
    #expect(!program.folder.exists("c"))
  }
}
