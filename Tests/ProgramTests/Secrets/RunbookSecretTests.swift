import Foundation
import TestSupport
import Testing

/// `[runbook.secrets]`: fetched where they come from, given to who names them, and seen nowhere.
@Suite("The secrets of a runbook")
struct RunbookSecretTests {
  private static let token = "it's $(a) \"se%cret\" é"

  @Test("come from the environment, a file and a command, and arrive byte for byte")
  func providers() {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      TOKEN = { env = "CI_TOKEN" }
      KEY = { file = "keys/deploy.key" }
      PASS = { command = "cat keys/pass; pwd > where" }
      OPT = { env = "NOT_SET", optional = true }
      [shell]
      command = "printf %s {{ secrets.TOKEN }} > 1; printf %s \\"{{ secrets['KEY'] }}\\" > 2; cat {{ secrets.PASS | as_file }} > 3"
      [list]
      command = ["sh", "-c", "cat > 4; printf %s \\"$PASS\\" > 5; cat \\"$1\\" > 6; printf %s \\"$E\\" > 7", "sh", "{{ secrets.KEY | as_file }}"]
      stdin = "{{ secrets.TOKEN }}"
      secrets = ["PASS", "OPT"]
      env = { E = "{{ secrets.TOKEN }}" }
      [maybe]
      command = "echo {{ secrets.OPT | default('nothing') }}{% if secrets.OPT is defined %}!{% endif %}; env | grep -c '^OPT='; true"
      """, ["CI_TOKEN": Self.token])
    program.folder.write("line one\nline 'two'\n", to: "keys/deploy.key", mode: 0o600)
    program.folder.write("a pass word\n\n", to: "keys/pass")
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    let expected = [
      Self.token, "line one\nline 'two'", "a pass word\n", Self.token, "a pass word\n", "line one\nline 'two'",
      Self.token,
    ]
    for (index, text) in expected.enumerated() { #expect(program.folder.read("\(index + 1)") == text, "\(index + 1)") }
    #expect(program.folder.read("where") == program.folder.path + "\n")
    let traces = SecretTraces.all(of: program, result)
    for text in ["$(a)", "line one", "a pass word"] { #expect(!traces.contains(text)) }
    #expect(traces.contains("nothing\n0\n"))
    #expect(traces.contains("\"secrets\":{\"TOKEN\":\"env\",\"KEY\":\"file\",\"PASS\":\"command\"}"))
    #expect(SecretTraces.files(of: program).isEmpty)
  }

  @Test("are in the environment of the nodes that name them, and of what belongs to these, alone")
  func environment() {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      TOKEN = { env = "CI_TOKEN" }
      SAME = { env = "SAME" }
      [with]
      command = "env > with"
      secrets = ["TOKEN", "SAME"]
      unless = "env > unless; false"
      rollback = "env > rollback"
      snapshot = "env > snapshot; echo"
      [without]
      command = "env > without"
      inherit_env = ["CI_TOKEN", "PATH"]
      rollback = "env > without-rollback"
      [request]
      url = "http://localhost/"
      [fail]
      command = "env > fail; false"
      """, ["CI_TOKEN": "hunter2hunter2", "SAME": "same99same"])
    program.stub("curl", "env >\"\(program.folder.path)/curl\"; cat >/dev/null; printf 'pyflow-status:200\\n' >&2")
    #expect(program.run("run").exit == 4)
    for name in ["with", "unless", "rollback", "snapshot"] {
      let lines = (program.folder.read(name) ?? "").split(separator: "\n")
      #expect(lines.contains("TOKEN=hunter2hunter2") && lines.contains("SAME=same99same"), "\(name)")
      #expect(!lines.contains("CI_TOKEN=hunter2hunter2"), "\(name)")
    }
    for name in ["without", "without-rollback", "curl", "fail"] {
      let text = program.folder.read(name) ?? "hunter2"
      #expect(!text.contains("hunter2") && !text.contains("same99"), "\(name): \(text)")
    }
  }

  @Test("that are missing or unsafe are told together, and nothing has run")
  func missing() {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      A = { env = "NOT_SET" }
      B = { file = "b.key" }
      C = { file = "none.key" }
      D = { command = "echo hunter2hunter2; echo 'denied: hunter2hunter2' >&2; exit 3" }
      E = { env = "SHORT" }
      F = { env = "SEVEN" }
      UNUSED = { env = "NOT_SET_EITHER" }
      SKIPPED = { env = "NOT_SET_EITHER" }
      [a]
      command = "echo ran > ran"
      secrets = ["A", "B", "C", "D", "E", "F"]
      [s]
      command = "echo {{ secrets.SKIPPED }}"
      skip = true
      """, ["SHORT": "abc", "SEVEN": "abcdefg"])
    program.folder.write("key9key9\n", to: "b.key", mode: 0o640)
    let result = program.run("run", "--quiet")
    #expect(result.exit == 2)
    #expect(
      result.error.replacing(program.folder.path, with: "FOLDER") == """
        deploy.toml:8:1: warning: nothing in the runbook uses secret `UNUSED` [secret.unused]
          8 | UNUSED = { env = "NOT_SET_EITHER" }
            | ^^^^^^
             = hint: remove it, or name it in the `secrets` of a node
        deploy.toml:2:1: error: secret `A` has no value: the environment has no `NOT_SET`, or an empty one [secret.missing]
          2 | A = { env = "NOT_SET" }
            | ^
             = hint: set NOT_SET for pyflow, or write optional = true if the runbook can do without it
        deploy.toml:3:1: error: secret `B` stands in b.key, which others than its owner have rights on (mode 0640) [secret.file-mode]
          3 | B = { file = "b.key" }
            | ^
             = hint: chmod 600 FOLDER/b.key
        deploy.toml:4:1: error: secret `C` has no value: there is no file none.key, or an empty one [secret.missing]
          4 | C = { file = "none.key" }
            | ^
             = hint: relative paths begin at the runbook's folder; write optional = true if it may be missing
        deploy.toml:5:1: error: secret `D` cannot be had: its command failed with exit code 3 [secret.unreadable]
          5 | D = { command = "echo hunter2hunter2; echo 'denied: hunter2hunter2' >&2; exit 3" }
            | ^
             = note: it said: denied: ***
        deploy.toml:6:1: error: secret `E` is too short to be kept out of what is shown [secret.length]
          6 | E = { env = "SHORT" }
            | ^
             = hint: a secret has at least 4 bytes, better 8 or more
        deploy.toml:7:1: warning: secret `F` is so short that it may turn up in output by chance [secret.short]
          7 | F = { env = "SEVEN" }
            | ^
             = hint: a secret has at least 4 bytes, better 8 or more

        """)
    #expect(!program.folder.exists("ran") && !program.folder.exists("deploy.audit.jsonl"))
  }

  @Test("are not fetched to validate or to plan, which show their names alone")
  func notFetched() {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      PASS = { command = "echo hunter2hunter2; echo ran > ran" }
      TOKEN = { env = "CI_TOKEN" }
      [a]
      command = "echo {{ secrets.PASS }}"
      secrets = ["TOKEN"]
      """, ["CI_TOKEN": "sesame99sesame"])
    for arguments in [["validate"], ["plan"], ["plan", "--json"], ["run", "--dry-run"], ["graph"]] {
      let result = program.run(arguments)
      #expect(result.exit == 0, "\(arguments): \(result.error)")
      #expect(!(result.output + result.error).contains("sesame99"))
    }
    #expect(program.run("plan").output.contains("  secret PASS  (command)\n  secret TOKEN  (env)\n"))
    #expect(!program.folder.exists("ran"))
  }

  @Test("are fetched once, also for a runbook that runs several times, and again when the run is taken up")
  func resumed() {
    let program = SecretTraces.program(
      """
      [deploy]
      foreach = ["one", "two"]
      runbook = "inner.toml"
      """)
    program.folder.write(
      """
      [runbook.secrets]
      PASS = { command = "cat pass; echo fetched >> fetched" }
      [i]
      command = "printf '%s\\n' {{ secrets.PASS }} >> got; test -e ok"
      """, to: "inner.toml")
    program.folder.write("pass99word\n", to: "pass")
    let first = program.run("run", "deploy.toml")
    #expect(first.exit == 1, "\(first.error)")
    #expect(program.folder.read("fetched") == "fetched\n")
    program.folder.write("", to: "ok")
    let second = program.run("resume", "deploy.toml")
    #expect(second.exit == 0, "\(second.error)")
    #expect(program.folder.read("fetched") == "fetched\nfetched\n")
    #expect(program.folder.read("got")?.split(separator: "\n").allSatisfy { $0 == "pass99word" } == true)
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.components(separatedBy: "\"secrets\":{\"deploy[one]/PASS\":\"command\",").count == 3)
    #expect(!SecretTraces.all(of: program, first, second).contains("pass99"))
  }

  @Test("are fetched for what there is to undo alone, when a run is undone")
  func undone() {
    var program = SecretTraces.program(
      """
      [runbook.secrets]
      UNDO = { env = "UNDO_TOKEN" }
      NOTIFY = { env = "NOTIFY_TOKEN" }
      [a]
      command = "true"
      rollback = "printf %s {{ secrets.UNDO }} > undone"
      [b]
      command = "echo {{ secrets.NOTIFY }}"
      """, ["UNDO_TOKEN": "undo99undo", "NOTIFY_TOKEN": "notify99notify"])
    #expect(program.run("run").exit == 0)
    program.environment = ["UNDO_TOKEN": "other99undo"]
    let result = program.run("rollback")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("undone") == "other99undo")
    program.environment = [:]
    #expect(program.run("resume").error.contains("[secret.missing]"))
  }

  @Test("are fetched for what a nested runbook was given too, when that is undone")
  func undoneInside() {
    var program = SecretTraces.program(
      """
      [runbook.secrets]
      TOKEN = { env = "OUTER_TOKEN" }
      OTHER = { env = "OTHER_TOKEN" }
      [deploy]
      runbook = "inner.toml"
      variables = { PASSED = "{{ secrets.TOKEN }}" }
      [b]
      command = "echo {{ secrets.OTHER }}"
      """, ["OUTER_TOKEN": "outer99outer", "INNER_TOKEN": "inner99inner", "OTHER_TOKEN": "other99other"])
    program.folder.write(
      """
      [runbook.secrets]
      OWN = { env = "INNER_TOKEN" }
      [variables]
      PASSED = { secret = true }
      [i]
      command = "true"
      rollback = "printf '%s %s' {{ PASSED }} {{ secrets.OWN }} > undone"
      """, to: "inner.toml")
    #expect(program.run("run", "deploy.toml").exit == 0)
    program.environment["OTHER_TOKEN"] = nil
    let result = program.run("rollback", "deploy.toml")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("undone") == "outer99outer inner99inner")
  }

  @Test("of a nested runbook are its own, though they have the same names")
  func nested() {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      TOKEN = { env = "OUTER_TOKEN" }
      [outer]
      command = "echo $TOKEN > outer; env > outer-env"
      secrets = ["TOKEN"]
      [deploy]
      runbook = "inner/inner.toml"
      variables = { PASSED = "{{ secrets.TOKEN }}" }
      """, ["OUTER_TOKEN": "outer99outer"])
    program.folder.write(
      """
      [runbook.secrets]
      TOKEN = { file = "token" }
      [variables]
      PASSED = { secret = true }
      [i]
      command = "echo $TOKEN {{ secrets.TOKEN }} {{ PASSED }} > i"
      secrets = ["TOKEN"]
      [none]
      command = "env > none"
      """, to: "inner/inner.toml")
    program.folder.write("inner99inner\n", to: "inner/token", mode: 0o600)
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("outer") == "outer99outer\n")
    #expect(program.folder.read("inner/i") == "inner99inner inner99inner outer99outer\n")
    let none = program.folder.read("inner/none") ?? "inner99inner"
    #expect(!none.contains("inner99inner") && !none.contains("outer99outer"))
    let traces = SecretTraces.all(of: program, result)
    #expect(!traces.contains("outer99") && !traces.contains("inner99"))
  }

  @Test("keep pyflow's memory out of core dumps, and leave the limits of nodes as they were")
  func coreDumps() {
    var program = SecretTraces.program(
      """
      [runbook.secrets]
      TOKEN = { env = "CI_TOKEN" }
      [a]
      command = "ulimit -S -c > own; grep 'core file' /proc/$PPID/limits > parent; echo $TOKEN"
      secrets = ["TOKEN"]
      """, ["CI_TOKEN": "hunter2hunter2"])
    program.wrapper = ["sh", "-c", "ulimit -S -c 0; ulimit -S -c > before; exec \"$0\" \"$@\""]
    #expect(program.run("run").exit == 0)
    #expect(program.folder.read("own") == program.folder.read("before"))
    guard let parent = program.folder.read("parent"), !parent.isEmpty else { return }
    #expect(parent.split(separator: " ").dropFirst(4).first.map { ["0", "1"].contains($0) } == true, "\(parent)")
  }
}
