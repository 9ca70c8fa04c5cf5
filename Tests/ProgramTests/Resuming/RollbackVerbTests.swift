import Foundation
import TestSupport
import Testing

/// `pyflow rollback` and `pyflow recover` with the built program.
@Suite("Undoing by hand")
struct RollbackVerbTests {
  private static let site = """
    [variables]
    NAME = "live"
    [first]
    command = "touch {{ NAME }}.1; echo one"
    rollback = "rm {{ NAME }}.1; echo {{ nodes.first.stdout | default('?') | trim }} >> undone"
    [second]
    command = "touch {{ NAME }}.2"
    rollback = "test ! -e stuck && rm {{ NAME }}.2; echo two >> undone; test ! -e stuck"
    """

  @Test("a run that succeeded is undone in reverse order, once")
  func succeeded() {
    let program = Program(Self.site)
    #expect(program.run("run", "--var", "NAME=web").exit == 0)
    let preview = program.run("rollback", "--dry-run")
    #expect(preview.exit == 0 && program.folder.exists("web.1"))
    #expect(
      preview.output.split(separator: "\n").dropFirst().joined(separator: "\n") == """
          # second
          test ! -e stuck && rm 'web'.2; echo two >> undone; test ! -e stuck
          # first
          rm 'web'.1; echo 'one' >> undone
        """)
    let nodes = program.run("rollback", "--dry-run", "--json").output
    #expect(nodes.hasPrefix("{\"schema\":\"pyflow.undo/1\","))
    #expect(nodes.contains("{\"id\":\"first\",\"command\":\"rm 'web'.1; echo 'one' >> undone\"}"), "\(nodes)")
    let undone = program.run("rollback")
    #expect(undone.exit == 0, "\(undone.error)")
    #expect(undone.error.contains("\nrolled back in "))
    #expect(program.folder.read("undone") == "two\none\n")
    #expect(!program.folder.exists("web.1") && !program.folder.exists("web.2"))
    let again = program.run("rollback")
    #expect(again.exit == 0 && again.error.hasSuffix(" has left nothing to undo\n"))
    #expect(program.folder.read("undone") == "two\none\n")
    #expect(program.run("audit", "verify").exit == 0)
    #expect(program.run("audit", "show", "latest").output.contains("    rolled back\n"))
  }

  @Test("what was recorded is undone, whatever the runbook says now")
  func editedSince() {
    let program = Program(Self.site)
    #expect(program.run("run").exit == 0)
    program.folder.write("[x]\ncommand = \"true\"\n", to: "deploy.toml")
    #expect(program.run("rollback").exit == 0)
    #expect(program.folder.read("undone") == "two\none\n")
  }

  @Test("a rollback that fails leaves the rest to recover, which finishes it in another attempt")
  func recovered() throws {
    let program = Program(Self.site + "\n[third]\ncommand = \"exit 1\"\n")
    program.folder.write("", to: "stuck")
    #expect(program.run("run").exit == 5)
    let stuck = program.run("recover")
    #expect(stuck.exit == 5)
    #expect(stuck.error.contains("not undone; what is left to do by hand, in this order:\n  # second\n"))
    unlink("\(program.folder.path)/stuck")
    let recovered = program.run("recover", "deploy.toml", "latest", "--json")
    #expect(recovered.exit == 0, "\(recovered.error)")
    #expect(recovered.output.contains("\"status\":\"rolled_back\""))
    #expect(program.folder.read("undone") == "two\ntwo\ntwo\none\n")
    let nothing = program.run("recover")
    #expect(nothing.exit == 0 && nothing.error.hasSuffix(" needs no recovery\n"))
    let record = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(record.contains("\"event\":\"rollback.started\",\"node\":\"second\",\"attempt\":3"))
    #expect(record.contains("\"event\":\"run.resumed\",\"pyflow\":"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a run whose process was killed is undone, what was under way included")
  func killed() throws {
    let program = Program(
      """
      [a]
      command = "touch a"
      rollback = "rm a"
      [b]
      command = "touch b; echo here > reached; read x < hold"
      rollback = "rm b"
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run")
    #expect(running.waitForError("▸ b: "))
    #expect(program.run("rollback").exit == 3)
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    _ = running.wait()
    #expect(program.run("list").output.contains("orphaned"))
    // What is undone must not go on.
    let recovered = program.run("recover")
    #expect(recovered.exit == 0)
    #expect(recovered.error.contains(" has left running: b (process "))
    hold.writeLine("end")
    #expect(!program.folder.exists("a") && !program.folder.exists("b"))
    #expect(program.run("list").output.contains("rolled_back"))
  }

  @Test("what was undone by hand is not undone again, and the run can be resumed")
  func undoneByHand() {
    let program = Program(
      "[a]\ncommand = \"echo a >> log\"\nrollback = \"exit 9\"\n[b]\ncommand = \"test -e ok\"\n")
    #expect(program.run("run").exit == 5)
    #expect(program.run("resume").exit == 5)
    #expect(program.run("set-status", "latest", "a", "undone").exit == 0)
    let clean = program.run("recover")
    #expect(clean.exit == 0 && clean.error.hasSuffix(" needs no recovery\n"))
    program.folder.write("", to: "ok")
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("log") == "a\na\n")
  }

  @Test("an undoing that would need a secret that is on no record is left to a person")
  func lostSecret() {
    let program = Program(
      #"""
      [variables]
      TOKEN = { secret = true, required = true }
      [a]
      command = "echo id-$T"
      env = { T = "{{ TOKEN }}" }
      rollback = "echo delete {{ nodes.a.stdout | default('none') }} >> deleted"
      """#)
    program.folder.write("TOKEN=correct-horse\n", to: "s.env")
    #expect(program.run("run", "--vars-file", "s.env").exit == 0)
    let undone = program.run("rollback", "--vars-file", "s.env")
    #expect(undone.exit == 5)
    #expect(undone.error.contains("`stdout` of `a` held a secret, and what it was is on no record"))
    #expect(!program.folder.exists("deleted"))
  }

  @Test("only the latest run is taken up by itself; an earlier one has to be named")
  func earlier() {
    let program = Program("[a]\ncommand = \"touch a; test -e ok\"\nrollback = \"rm a\"\n")
    program.folder.write(
      "[runbook]\nrollback = \"never\"\n" + (program.folder.read("deploy.toml") ?? ""), to: "deploy.toml")
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "ok")
    #expect(program.run("run").exit == 0)
    let refused = program.run("resume")
    #expect(refused.exit == 0)
    #expect(refused.error.contains(" has nothing left to do; for one before it: pyflow resume deploy.toml "))
  }

  @Test("the text of a runbook is recorded without the secrets in it, whether they are used or not")
  func writtenSecrets() {
    let program = Program(
      """
      [runbook.environments.prod]
      TOKEN = "prod-horse-battery"
      [variables]
      TOKEN = { secret = true, default = "default-horse-battery" }
      [a]
      command = "true"
      env = { T = "{{ TOKEN }}" }
      rollback = "true"
      """)
    #expect(program.run("run", "--env", "prod").exit == 0)
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("horse") == false)
    // The file is as it was, so the secrets in it are still there.
    #expect(program.run("rollback").exit == 0)
    program.folder.write("# changed\n" + (program.folder.read("deploy.toml") ?? ""), to: "deploy.toml")
    #expect(program.run("run", "--env", "prod").exit == 0)
    program.folder.write("# again\n" + (program.folder.read("deploy.toml") ?? ""), to: "deploy.toml")
    let lost = program.run("rollback")
    #expect(lost.exit == 2 && lost.error.contains("a secret stood in `deploy.toml`"))
  }

  @Test(
    "a run that goes on can be cancelled from another terminal, which undoes it; a dead one cannot",
    arguments: [false, true])
  func cancelled(asJSON: Bool) throws {
    let program = Program(
      """
      [a]
      command = "touch a"
      rollback = "rm a"
      [b]
      command = "echo here > reached; read x < hold"
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    let asked = program.run(["cancel"] + (asJSON ? ["--json"] : []))
    let words =
      asJSON
      ? /^{"schema":"pyflow.cancel\/1","run":"0\w+","process":\d+}\n$/ : /^run 0\w+ \(process \d+\) was asked to end\n$/
    #expect(asked.exit == 0 && asked.output.contains(words), "\(asked.output)")
    #expect(running.wait().exit == 143)
    #expect(!program.folder.exists("a"))
    let late = program.run("cancel")
    #expect(late.exit == 3 && late.error.contains(" is not going on\n"))
    hold.writeLine("end")
  }

  @Test("secrets are on no record: they are asked of their sources again")
  func secrets() {
    let program = Program(
      #"""
      [variables]
      TOKEN = { secret = true, required = true }
      [a]
      command = "true"
      rollback = "printf %s \"$TOKEN\" | wc -c > length"
      env = { TOKEN = "{{ TOKEN }}" }
      """#)
    program.folder.write("TOKEN=correct-horse\n", to: "s.env")
    #expect(program.run("run", "--vars-file", "s.env").exit == 0)
    let missing = program.run("rollback")
    #expect(missing.exit == 2 && missing.error.contains("variable `TOKEN` has no value [variable.missing]"))
    #expect(program.run("rollback", "--vars-file", "s.env").exit == 0)
    #expect(program.folder.read("length") == "13\n")
  }

  @Test("other values than those of the run are refused")
  func otherValues() {
    let program = Program(Self.site)
    #expect(program.run("run").exit == 0)
    let other = program.run("rollback", "--var", "NAME=other")
    #expect(other.exit == 3)
    #expect(other.error.contains(" had other values, and is undone with those\n"))
    #expect(program.folder.exists("live.1"))
  }

  @Test("instances that only the run told, and nested runbooks, are undone by what they were")
  func instances() {
    let program = Program(
      """
      [list]
      command = "echo '[\\"x\\", \\"y\\"]'"
      parse = "json"
      [each]
      foreach = "{{ nodes.list.json }}"
      command = "touch {{ item }}"
      rollback = "rm {{ item }}; echo {{ item }} >> undone"
      [inside]
      runbook = "inner.toml"
      variables = { WHERE = "{{ nodes.list.json[0] }}-in" }
      """)
    program.folder.write(
      "[variables]\nWHERE = \"\"\n[make]\ncommand = \"touch {{ WHERE }}\"\nrollback = \"rm {{ WHERE }}\"\n",
      to: "inner.toml")
    #expect(program.run("run", "deploy.toml", "--jobs", "1").exit == 0)
    #expect(program.folder.exists("x-in") && program.folder.exists("y"))
    let undone = program.run("rollback", "deploy.toml", "latest", "--jobs", "1")
    #expect(undone.exit == 0, "\(undone.error)")
    #expect(program.folder.read("undone") == "y\nx\n")
    #expect(!program.folder.exists("x-in"))
  }

  @Test("what is wrong on the command line")
  func wrong() {
    let program = Program(Self.site)
    let none = program.run("rollback")
    #expect(none.exit == 2 && none.error.contains("no run was recorded there yet"))
    #expect(program.run("run").exit == 0)
    let unknown = program.run("rollback", "deploy.toml", "7ZZZ")
    #expect(unknown.exit == 2)
    #expect(unknown.error == "pyflow: error: there is no run `7ZZZ`\n  = hint: pyflow audit show lists them\n")
  }
}
