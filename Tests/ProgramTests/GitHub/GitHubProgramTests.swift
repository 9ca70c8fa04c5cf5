import Foundation
import TestSupport
import Testing

/// pyflow in a step of a GitHub workflow, read by a parser of the test's own.
@Suite("A step of a GitHub workflow")
struct GitHubProgramTests {
  private static func program(_ runbook: String, _ environment: [String: String] = [:]) -> Program {
    var program = Program(runbook)
    program.environment = [
      "GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_WORKSPACE": program.folder.path,
      "GITHUB_OUTPUT": program.folder.path + "/output", "GITHUB_STEP_SUMMARY": program.folder.path + "/summary",
    ].merging(environment) { $1 }
    return program
  }

  private static func outputs(_ program: Program) throws -> [String: String] {
    try WorkflowFile.values(program.folder.read("output") ?? "")
  }

  private static let failing = """
    [runbook]
    outputs = { version = "{{ nodes.build.stdout }}", leak = "x{{ secrets.TOKEN }}" }
    [runbook.secrets]
    TOKEN = { env = "TOKEN_OF_TEST" }
    [build]
    command = "echo 1.2; echo $TOKEN"
    secrets = ["TOKEN"]
    [ship]
    command = "echo no; exit 3"
    """

  @Test("hears of a failure: groups, annotations, outputs, a page")
  func failure() throws {
    let program = Self.program(Self.failing, ["TOKEN_OF_TEST": "s3cret-token"])
    let result = program.run("run")
    #expect(result.exit == 1 && result.output.isEmpty)
    let log = WorkflowLog(result.error)
    #expect(log.commands.map(\.name) == ["add-mask", "group", "endgroup", "error"])
    #expect(result.error.hasPrefix("::add-mask::s3cret-token\n"))
    let error = try #require(log.commands.first { $0.name == "error" })
    #expect(error.properties["file"] == "deploy.toml" && error.properties["line"] == "8")
    #expect(error.properties["col"] == "2" && error.properties["title"] == "pyflow: run.node-failed")
    #expect(error.message == "`ship` failed: exit 3\nnote: no")
    let outputs = try Self.outputs(program)
    #expect(outputs["status"] == "failed" && outputs["failed-node"] == "ship" && outputs["leak"] == nil)
    #expect(outputs["audit-file"] == program.folder.path + "/deploy.audit.jsonl")
    #expect(outputs["version"] == nil, "it holds the secret too")
    #expect(result.error.contains("the output `leak` is not given to GitHub: it holds a secret"))
    let summary = try #require(program.folder.read("summary"))
    #expect(summary.contains("| ship | failed |") && summary.contains("pyflow resume deploy.toml"))
    #expect(!(summary + log.lines.joined()).contains("s3cret"))

    // It goes on in a later step.
    program.folder.write("", to: "output")
    let resumed = program.run("resume", "deploy.toml", outputs["run-id"] ?? "")
    #expect(resumed.exit == 1)
    #expect(try Self.outputs(program)["run-id"] == outputs["run-id"])
    #expect(program.folder.read("summary")?.contains("| build | succeeded before |") == true)
  }

  @Test("gives standard output to the result alone, and JSON that is no command")
  func json() throws {
    let runbook =
      "[a]\nname = \"##[error]x\"\ncommand = \"printf '##[error]z\\\\n::error::y\\\\n'\"\n"
      + "[b]\nfunction = \"fail\"\nparams = { message = \"##[warning]w\" }"
    let program = Self.program(runbook)
    let result = program.run("run", "--json")
    let report = try #require(result.report)
    #expect(report.nodes.last?.reason?.contains("##[warning]w") == true)
    #expect(WorkflowLog(result.output).commands.isEmpty && result.output.split(separator: "\n").count == 1)
    #expect(WorkflowLog(result.error).messages("error").count == 1)
    for arguments in [
      ["audit", "show", "latest", "--json"], ["audit", "show", "latest"], ["logs", "--json"], ["plan"], ["status"],
      ["graph"],
    ] {
      let result = program.run(arguments)
      #expect(WorkflowLog(result.output + result.error).commands.isEmpty, "\(arguments)")
    }
  }

  @Test("hears quietly too")
  func quiet() throws {
    let program = Self.program("[a]\ncommand = \"echo x\"")
    let result = program.run("run", "--quiet")
    #expect(result.exit == 0 && result.error.isEmpty)
    #expect(try Self.outputs(program)["status"] == "succeeded")
    #expect(program.folder.read("summary")?.hasPrefix("## pyflow: deploy – succeeded\n") == true)
  }

  @Test("hears what is wrong with a runbook, from any of its folders")
  func validate() throws {
    let program = Self.program("[a]\ncommand = \"x\"\ntimeuot = 1\n")
    for arguments in [["validate"], ["plan"], ["run"], ["validate", "--json"]] {
      let result = program.run(arguments)
      #expect(result.exit == 2)
      let log = WorkflowLog(result.error)
      #expect(log.messages("error") == ["unknown key `timeuot` in node `a`\nhint: did you mean `timeout`?"])
      #expect(log.commands.first?.properties["line"] == "3")
    }
    #expect(program.run("validate", "--format", "text").error.contains("^^^^^^^"))
    #expect(try Self.outputs(program) == ["status": "invalid"])
    #expect(program.folder.read("summary")?.contains("deploy.toml was not run (invalid)") == true)
  }

  @Test("hears of a run that waits, and of one that was refused")
  func waiting() throws {
    let program = Self.program("[go]\nprompt = \"Go?\"\n[b]\ncommand = \"true\"")
    #expect(program.run("run").exit == 6)
    let outputs = try Self.outputs(program)
    #expect(outputs["status"] == "waiting" && outputs["failed-node"] == nil)
    #expect(program.folder.read("summary")?.contains("### Waits for approval") == true)
    program.folder.write("[go]\nprompt = \"Now?\"\n[b]\ncommand = \"true\"", to: "deploy.toml")
    program.folder.write("", to: "output")
    let refused = program.run("resume")
    #expect(refused.exit == 3)
    #expect(WorkflowLog(refused.error).messages("error").first?.hasPrefix("the runbook is another one") == true)
    #expect(try Self.outputs(program) == ["status": "refused"])
  }

  @Test("appends to what others wrote into the files, on a line of its own")
  func appends() throws {
    let program = Self.program("[a]\ncommand = \"true\"")
    program.folder.write("mine=1", to: "output")
    program.folder.write("# Mine", to: "summary")
    #expect(program.run("run").exit == 0)
    #expect(try Self.outputs(program)["mine"] == "1" && Self.outputs(program)["status"] == "succeeded")
    #expect(program.folder.read("summary")?.hasPrefix("# Mine\n## pyflow") == true)
    let most = 1 << 20
    program.folder.write(String(repeating: "x", count: most - 50), to: "summary")
    #expect(program.run("run").exit == 0)
    #expect((program.folder.readData("summary")?.count ?? .max) <= most)
  }

  @Test("that cannot be told is a warning", arguments: ["/nowhere/file", "/dev/null", "fifo", "."])
  func unwritable(path: String) {
    let program = Self.program("[a]\ncommand = \"true\"", ["GITHUB_OUTPUT": path, "GITHUB_STEP_SUMMARY": path])
    mkfifo(program.folder.path + "/fifo", 0o600)
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("GitHub does not hear of it (GITHUB_OUTPUT): "))
    #expect(result.error.contains("GitHub does not hear of it (GITHUB_STEP_SUMMARY): "))
    #expect(WorkflowLog(result.error).commands.isEmpty)
  }

  @Test("without such files runs as anywhere")
  func without() {
    let program = Self.program("[a]\ncommand = \"true\"", ["GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""])
    let result = program.run("run")
    #expect(result.exit == 0 && !result.error.contains("GitHub"))
  }

  @Test("masks what was made of a secret before it can be seen")
  func derived() {
    let program = Self.program(
      "[runbook.secrets]\nT = { env = \"T_OF_TEST\" }\n[a]\ncommand = \"cat\"\nstdin = \"{{ secrets.T | upper | replace('-', '') }}\"",
      ["T_OF_TEST": "made-of-this"])
    let result = program.run("run")
    #expect(WorkflowLog(result.error).messages("add-mask").contains("MADEOFTHIS"))
    #expect(!WorkflowLog(result.error).lines.joined().contains("MADEOFTHIS"))
  }

  @Test("gets no command from what nodes print", arguments: [1, 2, 3, 4] as [UInt64])
  func hostile(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "::error::x", "::add-mask::e", "##[command]z", "::stop-commands::t", "::endgroup::", "\r", "\n", "\n  ",
      "\u{1B}[m",
      "\u{8}", "\u{B}", "%0A", ":", "#", "[", "]", "\u{301}", "\u{85}", "\u{2028}", "\u{1B}]0;", "\u{7}", "a", " ",
      "\u{0}",
    ]
    let text = (0..<600).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    let program = Self.program(
      "[runbook]\noutputs = { all = \"{{ nodes.a.stdout }}\" }\n[a]\ncommand = \"cat bytes; cat bytes >&2\"\n"
        + "[l]\nfunction = \"log\"\nparams = { message = \"{{ nodes.a.stdout }}\" }\n"
        + "[b]\ncommand = \"cat bytes; exit 1\"\n")
    program.folder.write(text, to: "bytes")
    let result = program.run("run")
    #expect(result.exit == 1)
    let names = WorkflowLog(result.error).commands.map(\.name)
    #expect(names == ["group", "endgroup", "error"])
    let outputs = try WorkflowFile.read(program.folder.read("output") ?? "").map(\.name)
    #expect(outputs == ["run-id", "audit-file", "status", "failed-node", "all"])
    let logs = program.run("logs", "deploy.toml", "latest", "a")
    #expect(WorkflowLog(logs.output + logs.error).commands.isEmpty)
  }
}
