import Foundation
import TestSupport
import Testing

/// The command line of the built program: results, streams and exit codes.
@Suite("The command line")
struct CommandLineTests {
  private let program = Program("[a]\ncommand = \"echo one; touch ran\"\n[b]\nfunction = \"noop\"")

  @Test("wrong usage is 64, and says what was meant", arguments: usage)
  func wrongUsage(_ arguments: [String], _ message: String) {
    let result = program.run(arguments)
    #expect(result.exit == 64)
    #expect(result.error.hasPrefix("pyflow: error: \(message)\n"), "\(result.error)")
    #expect(result.output.isEmpty)
    #expect(!program.folder.exists("ran"))
  }

  private static let usage: [([String], String)] = [
    (["rum"], "there is no command `rum`\n  = hint: did you mean `run`?"),
    (["run", "--jbos", "3"], "`pyflow run` has no option `--jbos`\n  = hint: did you mean `--jobs`?"),
    (["run", "--var"], "`--var` needs a value: --var NAME=VALUE"),
    (["run", "deploy.toml", "other.toml"], "`pyflow run` does not expect `other.toml`"),
    (["run", "--jobs", "0"], "`--jobs` must be a number from 1 to 100000, not `0`"),
    (["run", "--jobs", "many"], "`--jobs` must be a number from 1 to 100000, not `many`"),
    (["run", "--var", "NAME"], "`--var NAME` has no `=`: write --var NAME=VALUE"),
    (["audit"], "`audit` needs one of: show, verify"),
  ]

  @Test("help tells of every command and every exit code")
  func help() {
    let result = program.run("help")
    #expect(result.exit == 0)
    for word in ["run [FILE]", "validate [FILE]", "plan [FILE]", "graph [FILE]", "audit show", "audit verify", "  74 "]
    {
      #expect(result.output.contains(word))
    }
    #expect(program.run("--help").output == result.output)
    #expect(program.run("-h").output == result.output)
    #expect(program.run("help", "run").output == program.run("run", "--help").output)
  }

  @Test("`debug bench-templates` times the rounds of a template", arguments: ["compile", "render"])
  func benchTemplates(mode: String) {
    var program = program
    program.input = Data(
      """
      {"template": ["a", "b {{ ENV|upper }}"], "context": {"ENV": "prod"}, "rounds": 3, "mode": "\(mode)"}
      {"template": "{{ 1 / 0 }}", "mode": "\(mode)"}
      """.utf8)
    let answers = program.run("debug", "bench-templates").output.split(separator: "\n")
    #expect(answers.count == 2)
    #expect(
      answers.first?.hasPrefix("{\"seconds\":") == true && answers.first?.hasSuffix("\"output\":\"b PROD\"}") == true)
    #expect(answers.last == "{\"error\":\"division by zero\"}")
  }

  @Test("without a command it prints help, as wrong usage")
  func nothing() {
    let result = program.run([])
    #expect(result.exit == 64)
    #expect(result.error.contains("Usage: pyflow COMMAND"))
  }

  @Test("the only runbook of the folder is the default")
  func onlyRunbook() {
    #expect(program.run("run").exit == 0)
    program.folder.write("[c]\ncommand = \"true\"", to: "other.toml")
    let result = program.run("run")
    #expect(result.exit == 64)
    #expect(result.error.contains("deploy.toml") && result.error.contains("other.toml"))
    #expect(program.run("run", "other.toml").exit == 0)
  }

  @Test("a folder without a runbook says so")
  func noRunbook() {
    let result = Program().run("run")
    #expect(result.exit == 64)
    #expect(result.error.contains("no runbook"))
  }

  @Test("--dry-run prints the plan, and does and records nothing")
  func dryRun() {
    let result = program.run("run", "--dry-run")
    #expect(result.exit == 0)
    #expect(result.output == program.run("plan").output)
    #expect(program.folder.list() == ["deploy.toml"])
  }

  @Test("validate, plan and graph change nothing")
  func readOnly() {
    for verb in ["validate", "plan", "graph"] { #expect(program.run(verb).exit == 0) }
    #expect(program.folder.list() == ["deploy.toml"])
  }

  @Test("--quiet prints nothing when all is well")
  func quiet() {
    let result = program.run("run", "--quiet")
    #expect((result.exit, result.output, result.error) == (0, "", ""))
    #expect(program.run("validate", "--quiet").error.isEmpty)
    #expect(program.run("audit", "verify", "--quiet").output.isEmpty)
  }

  @Test("the result is on the standard output, the rest on the standard error")
  func streams() {
    let result = program.run("run", "--json")
    #expect(result.output.hasPrefix("{\"schema\":\"pyflow.run/1\",") && result.output.hasSuffix("]}\n"))
    #expect(result.report?.summary == "a succeeded, b succeeded")
    #expect(result.error.contains("✓ a"))
  }

  @Test("--jobs bounds how many nodes run at once")
  func jobs() {
    let nodes = (0..<6).map {
      "[n\($0)]\ndepends_on = []\ncommand = \"mkdir running && rmdir running\"\n"
    }.joined()
    #expect(Program(nodes).run("run", "--jobs", "1").exit == 0)
    #expect(Program("[runbook]\nmode = \"sequential\"\n\(nodes)").run("run", "-j", "6").exit == 0)
  }

  @Test("a path in another folder: commands run in the runbook's folder, the audit lies beside it")
  func otherFolder() {
    let program = Program()
    program.folder.write("[a]\ncommand = \"pwd >where\"", to: "ops/site.toml")
    #expect(program.run("run", "ops/site.toml").exit == 0)
    #expect(program.folder.read("ops/where") == "\(program.folder.path)/ops\n")
    #expect(program.folder.exists("ops/site.audit.jsonl"))
    #expect(program.folder.read("ops/.pyflow/.gitignore") == "*\n")
  }

  @Test("--var gives variables, and every problem with them is reported at once")
  func variables() {
    let program = Program(
      """
      [variables]
      ENV = { required = true, choices = ["dev", "prod"] }
      COUNT = { default = 1, min = 1, max = 9 }
      [a]
      command = "echo {{ ENV }} {{ COUNT }} >said"
      """)
    let bad = program.run("run", "--var", "ENV=qa", "--var", "COUNT=ten", "--var", "CUONT=3")
    #expect(bad.exit == 2)
    #expect(
      bad.error == """
        --var CUONT: error: there is no variable `CUONT` [variable.unknown]
            = hint: did you mean `COUNT`?
        --var ENV: error: `qa` is not among the choices of variable `ENV` [variable.choice]
            = hint: choose one of dev, prod
        --var COUNT: error: variable `COUNT` is an integer, not `ten` [variable.type]

        """, "\(bad.error)")
    #expect(program.run("run", "--var", "COUNT=12", "--var", "ENV=dev").exit == 2)
    #expect(program.run("run").error.contains("variable `ENV` has no value"))
    #expect(program.run("run", "--var", "ENV=dev", "--var", "COUNT=3").exit == 0)
    #expect(program.folder.read("said") == "dev 3\n")
  }

  @Test(
    "a result that cannot be written is an error", arguments: [["help"], ["plan"], ["run", "--json"], ["version"]])
  func fullOutput(_ arguments: [String]) {
    var program = program
    program.wrapper = ["sh", "-c", "exec \"$@\" >/dev/full", "sh"]
    let result = program.run(arguments)
    #expect(result.exit == 74)
    #expect(
      result.error.hasSuffix(
        "pyflow: error: the result cannot be written to the standard output: No space left on device\n"))
  }

  @Test("a reader that has gone away does not disturb a run")
  func closedOutput() {
    var program = program
    program.wrapper = ["bash", "-c", "set -o pipefail; \"$@\" | true", "bash"]
    #expect(program.run("run", "--json").exit == 0)
    #expect(program.folder.exists("ran"))
  }
}
