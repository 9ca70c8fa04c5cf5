import Foundation
import TestSupport
import Testing

/// `promote` and `abort` from another terminal, while a run goes on and after it has died.
@Suite("Wishes about rollouts")
struct RolloutVerbTests {
  private static func rollout(_ id: String) -> String {
    """
    [\(id)]
    type = "BlueGreen"
    target = "\(id)"
    depends_on = []
    version = "2"
    active = "cat \(id).live"
    deploy = "true"
    check = "true"
    switch = "echo {{ rollout.to }} > \(id).live"
    interval = "50ms"
    min_healthy = "100ms"
    soak = "10m"

    """
  }

  /// A run of two rollouts whose new versions are watched.
  private static func watching() throws -> (Program, RunningProgram) {
    let program = Program(rollout("one") + rollout("two"))
    for id in ["one", "two"] { program.folder.write("blue\n", to: "\(id).live") }
    let run = program.start("run", "deploy.toml")
    for id in ["one", "two"] { #expect(run.waitForError("\(id): soaking")) }
    return (program, run)
  }

  private static func live(_ id: String, _ program: Program) -> String? { program.folder.read("\(id).live") }

  @Test("are recorded with who has them, for the rollout that is named, where it can heed them")
  func wishes() throws {
    let (program, run) = try Self.watching()
    let several = program.run("abort")
    #expect(several.exit == 3)
    #expect(several.error == "pyflow: error: several rollouts go on\n  = hint: name one of them: one, two\n")
    let other = program.run("abort", "latest", "three")
    #expect(other.exit == 3)
    #expect(other.error == "pyflow: error: no rollout `three` goes on\n  = hint: these do: one, two\n")
    let promoted = program.run("promote", "latest", "one")
    #expect(promoted.exit == 3)
    #expect(promoted.error == "pyflow: error: one cannot be promoted: only a Canary can, and it is BlueGreen\n")
    #expect(program.run("abort", "01ZZZZZZZZZZZZZZZZZZZZZZZZ", "one").exit == 2)
    let result = program.run("abort", "latest", "one", "--comment", "numbers look odd")
    #expect(result.exit == 0)
    #expect(
      result.output.hasPrefix("one of run ") && result.output.hasSuffix(" goes back, as \(NSUserName()) wants it\n"))
    #expect(run.waitForError("one: rolled back"))
    #expect(Self.live("one", program) == "blue\n")
    #expect(Self.live("two", program) == "green\n")
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    let record = audit.split(separator: "\n").first { $0.contains("rollout.requested") } ?? ""
    #expect(record.contains(#""node":"one","trigger":"abort""#) && record.contains("\"user\":\"\(NSUserName())\""))
    #expect(record.contains("numbers look odd"))
    run.signal(SIGINT)
    #expect(run.wait().exit == 130)
    #expect(Self.live("two", program) == "blue\n")
    // It has ended.
    let late = program.run("abort", "latest", "two")
    #expect(late.exit == 3 && late.error.contains("is not going on"))
  }

  @Test("are refused once the run's process has died; recover goes back")
  func dead() throws {
    let (program, run) = try Self.watching()
    run.signal(SIGKILL)
    _ = run.wait()
    let result = program.run("abort", "latest", "one")
    #expect(result.exit == 3 && result.error.contains("is not going on"))
    #expect(!(program.folder.read("deploy.audit.jsonl") ?? "").contains("rollout.requested"))
    #expect(program.run("recover", "--no-input", "deploy.toml").exit == 0)
    #expect(Self.live("one", program) == "blue\n")
    #expect(Self.live("two", program) == "blue\n")
  }

  @Test("a rollout that asks a person is refused where nobody can be asked, and nothing begins")
  func unattended() {
    let program = Program(Self.rollout("one") + "approve = true\n")
    program.folder.write("blue\n", to: "one.live")
    let result = program.run("run", "deploy.toml")
    #expect(result.exit == 3)
    #expect(
      result.error == """
        pyflow: error: `one` asks a person while it goes on, and nobody can be asked here
          = hint: run it at a terminal, or with --wait-approval 1h and `pyflow approve` from elsewhere

        """)
    #expect(program.folder.read("deploy.audit.jsonl") == nil)
  }

  @Test("a rollout that asks a person is not promoted, unless it is a Canary")
  func promotedWhileAsking() {
    let program = Program(Self.rollout("one") + "approve = true\n")
    program.folder.write("blue\n", to: "one.live")
    let run = program.start("run", "deploy.toml", "--wait-approval", "10m")
    #expect(run.waitForError("one: waiting"))
    let result = program.run("promote", "latest", "one")
    #expect(result.exit == 3)
    #expect(result.error.hasPrefix("pyflow: error: one cannot be promoted: only a Canary can, and it is BlueGreen\n"))
    #expect(result.error.contains(/= hint: to answer what it asks: pyflow approve deploy.toml \w+ one\/approve\n$/))
    let aborted = program.run("abort", "latest", "one", "--json")
    #expect(aborted.exit == 0)
    let id =
      (program.folder.read("deploy.audit.jsonl") ?? "").firstMatch(of: /"run":"(\w+)"/).map { String($0.1) } ?? ""
    #expect(
      aborted.output
        == #"{"schema":"pyflow.rollout/1","run":"\#(id)","node":"one","wish":"abort","by":"\#(NSUserName())"}"# + "\n")
    #expect(run.wait().exit == 4)
    #expect(!(program.folder.read("deploy.audit.jsonl") ?? "").contains(#""trigger":"promote""#))
  }

  /// A Canary that stays in a phase until it is let go, and what is said to a wish then.
  struct Moment: Sendable, CustomTestStringConvertible {
    let verb: String
    let phase: String
    /// Its commands, where they are not `true`; `HOLD` waits.
    let commands: [String: String]
    let hint: String
    let exit: Int
    var testDescription: String { "\(verb) in \(phase)" }

    var runbook: String {
      """
      [ship]
      type = "Canary"
      target = "api"
      version = "2"
      deploy = \(command("deploy"))
      shift = \(command("shift"))
      check = \(command("check"))
      promote = \(command("promote"))
      retire = \(command("retire"))
      promote_replaces_stable = true
      \(commands["weight"] == nil ? "" : "weight = \(command("weight"))")
      steps = [50]
      hold = "50ms"
      min_pass = 1
      interval = "10ms"
      min_healthy = "20ms"
      drain = 0
      soak = 0
      """
    }

    private func command(_ key: String) -> String {
      "\"\((commands[key] ?? "true").replacing("HOLD", with: "{ echo here > reached; read x < hold; }"))\""
    }
  }

  private static let moments = [
    Moment(
      verb: "promote", phase: "deploying", commands: ["deploy": "HOLD"],
      hint: "a Canary can be promoted while a step is watched, or waits for an answer", exit: 0),
    Moment(
      verb: "abort", phase: "undo shift",
      commands: [
        "shift": "if test {{ rollout.weight }} = 0; then HOLD; else touch sick; fi", "check": "test ! -e sick",
      ], hint: "it goes back already", exit: 4),
    Moment(
      verb: "abort", phase: "forward hold",
      commands: ["promote": "false", "shift": "test {{ rollout.weight }} != 100 || HOLD"],
      hint: "what it would go back to may be gone: all traffic goes to the new version", exit: 5),
    Moment(
      verb: "abort", phase: "retiring", commands: ["retire": "HOLD"],
      hint: "what it would go back to is being removed", exit: 0),
    Moment(
      verb: "abort", phase: "closing",
      commands: [
        "shift": "echo {{ rollout.weight }} > weight", "promote": "echo 100 > weight", "retire": "touch done",
        "weight": "test ! -e done || HOLD; cat weight 2>&- || echo 0",
      ],
      hint: "all is done but a last look at where the traffic is; pyflow rollback goes back once it has ended", exit: 0),
  ]

  @Test("are refused where the rollout cannot heed them, and nothing is recorded", arguments: moments)
  func untimely(_ moment: Moment) {
    let program = Program(moment.runbook)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let run = program.start("run", "deploy.toml")
    #expect(reached.nextLine() == "here")
    let result = program.run(moment.verb, "latest", "ship")
    #expect(result.exit == 3)
    let done = moment.verb == "promote" ? "promoted" : "aborted"
    #expect(
      result.error == """
        pyflow: error: ship cannot be \(done) now: its phase is \(moment.phase)
          = hint: \(moment.hint)

        """)
    hold.writeLine("end")
    let end = run.wait()
    #expect(end.exit == moment.exit, "\(end.error)")
    #expect(!(program.folder.read("deploy.audit.jsonl") ?? "").contains("rollout.requested"))
  }

  @Test("are not recorded where the audit is no file")
  func unwritable() throws {
    let program = Program(Self.rollout("one"))
    try FileManager.default.createDirectory(
      atPath: "\(program.folder.path)/deploy.audit.jsonl", withIntermediateDirectories: false)
    let result = program.run("abort", "latest", "one")
    #expect(result.exit == 74)
    #expect(
      result.error == """
        pyflow: error: deploy.audit.jsonl is a folder, pipe, socket or device, not a file
          = hint: move it away, or name another file with --audit

        """)
  }

  @Test(
    "a rollout that asks a person is refused only if it would ask", arguments: ["skip = true", "when = \"1 == 2\""])
  func unaskedRollout(key: String) {
    let program = Program(Self.rollout("one") + "approve = true\n\(key)\n[two]\ncommand = \"true\"\ndepends_on = []\n")
    program.folder.write("blue\n", to: "one.live")
    let result = program.run("run", "deploy.toml")
    #expect(result.exit == 0, "\(result.error)")
  }

  @Test("a rollout that has ended asks nobody when its run is taken up again")
  func askedBefore() {
    let program = Program(
      Self.rollout("one").replacingOccurrences(of: "soak = \"10m\"", with: "soak = 0")
        + "approve = true\n[two]\ncommand = \"test -e there\"\ndepends_on = [\"one\"]\n[runbook]\nrollback = \"never\"\n"
    )
    program.folder.write("blue\n", to: "one.live")
    let run = program.start("run", "deploy.toml", "--wait-approval", "10m")
    #expect(run.waitForError("one: waiting"))
    #expect(program.run("approve", "deploy.toml").exit == 0)
    #expect(run.wait().exit == 1)
    program.folder.write("", to: "there")
    let result = program.run("resume", "deploy.toml")
    #expect(result.exit == 0, "\(result.error)")
  }

  @Test("a version that is live already is not rolled out again, unless that is forced")
  func force() {
    let program = Program(
      Self.rollout("one").replacingOccurrences(of: "soak = \"10m\"", with: "soak = 0") + "previous = \"2\"\n")
    program.folder.write("blue\n", to: "one.live")
    #expect(program.run("run", "deploy.toml").exit == 0)
    #expect(Self.live("one", program) == "blue\n")
    #expect(program.run("run", "--force", "deploy.toml").exit == 0)
    #expect(Self.live("one", program) == "green\n")
  }
}
