import Foundation
import TestSupport
import Testing

/// `--reuse` of the built program.
@Suite("Reusing an earlier run")
struct ReuseProgramTests {
  private let program = Program(
    """
    [variables]
    TOKEN = { secret = true }
    [build]
    command = "echo built >> ran; echo v7; head -c 30000 /dev/zero | tr '\\\\0' x"
    outputs = { id = "{{ result.stdout | truncate(2, true, '') }}" }
    [settings]
    command = "echo '{\\"port\\": 80}'"
    parse = "json"
    depends_on = []
    [login]
    command = "echo session {{ TOKEN }}"
    depends_on = []
    [deploy]
    command = "echo {{ nodes.build.outputs.id }} {{ nodes.build.stdout | length }} {{ nodes.settings.json.port }} > ran"
    [other]
    command = "echo {{ nodes.login.stdout }}"
    depends_on = []
    """)

  init() { program.folder.write("TOKEN=quite-secret-thing\n", to: "v.env") }

  private func run(_ arguments: String...) -> Program.Result {
    program.run(["run", "--vars-file", "v.env"] + arguments)
  }

  @Test("takes what is read of nodes left out from its record, also through another run that did so")
  func reuse() throws {
    let first = try #require(run("--json").output.firstMatch(of: /"run":"(\w+)"/)?.1)
    for name in [String(first.prefix(20)), "latest", "latest"] {
      program.folder.write("", to: "ran")
      #expect(run("--only", "deploy", "--reuse", name).exit == 0)
      #expect(program.folder.read("ran") == "v7 30003 80\n")
    }
    let plan = program.run("plan", "--vars-file", "v.env", "--only", "deploy", "--reuse", "latest").output
    #expect(plan.contains("     skipped: selection; counts as succeeded; what it gave comes from run \(first)\n"))
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains("\"reuse\":\"\(first)\",\"who\""))
    #expect(!audit.contains("quite-secret-thing"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("refuses what was recorded without its secrets, and what was changed since, before anything runs")
  func refused() throws {
    let first = try #require(run("--json").output.firstMatch(of: /"run":"(\w+)"/)?.1)
    let files = program.folder.list()
    let masked = run("--only", "other", "--reuse", "latest")
    #expect(masked.exit == 2)
    #expect(
      masked.error.contains("`stdout` of node `login` in run \(first) held a secret, and was recorded without it"))
    program.folder.write("v8", to: ".pyflow/runs/\(first)/build.1.stdout")
    let changed = run("--only", "deploy", "--reuse", "latest")
    #expect(changed.exit == 2)
    #expect(changed.error.contains("which is gone or was changed [selection.reuse]"))
    #expect(program.folder.list() == files)
  }

  @Test("needs an earlier run, and nodes that are left out")
  func wrong() {
    #expect(run("--reuse", "latest").exit == 64)
    let missing = run("--only", "deploy", "--reuse", "latest")
    #expect(missing.exit == 2)
    #expect(
      missing.error == "deploy.audit.jsonl: error: there is no such file [audit.unreadable]\n"
        + hint("check the path; relative ones begin at the current folder"))
    #expect(run("--only", "settings").exit == 0)
    let unknown = run("--only", "deploy", "--reuse", "7ZZ")
    #expect(unknown.exit == 2)
    #expect(
      unknown.error == "--reuse 7ZZ: error: there is no run `7ZZ` [audit.unknown-run]\n"
        + hint("pyflow audit show lists them"))
    #expect(run("--only", "deploy", "--reuse", "latest").error.contains("node `build` did not run in run "))
  }

  private func hint(_ text: String) -> String { "    = hint: \(text)\n" }
}
