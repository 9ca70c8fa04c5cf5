import Foundation
import TestSupport
import Testing

/// Where the values of variables come from, with the built program.
@Suite("Sources of variables")
struct VariableSourceTests {
  private static let runbook = """
    [runbook.environments.prod]
    ENV = "prod"
    COPIES = 9

    [variables]
    ENV = { required = true, choices = ["dev", "prod"], description = "where to" }
    COPIES = { default = 1, min = 1, max = 9 }
    TAGS = { type = "list", default = [] }
    CONF = { type = "dict", default = {} }

    [a]
    command = "echo {{ ENV }} {{ COPIES }} {{ TAGS | join('+') }} {{ CONF.name | default('none') }} >said"
    """

  private var program = Program(runbook)

  init() {
    program.folder.write(
      "ENV = \"dev\"\nCOPIES = 2\nTAGS = [\"a\", \"b c\"]\n[CONF]\nname = \"toml\"\n", to: "values/v.toml")
    program.folder.write(#"{"ENV": "dev", "COPIES": 3, "TAGS": ["j"], "CONF": {"name": "json"}}"#, to: "values/v.json")
    program.folder.write("ENV=dev\nCOPIES=4\nTAGS='[\"e\"]'\nCONF={\"name\":\"env\"}\n", to: "values/v.env")
    program.environment = ["D_ENV": "dev", "D_COPIES": "5", "D_TAGS": "[]"]
  }

  @Test(
    "the strongest wins",
    arguments: [
      (["--var", "ENV=dev"], "dev 1  none\n"),
      (["--env", "prod"], "prod 9  none\n"),
      (["--vars-env", "D_"], "dev 5  none\n"),
      (["--vars-file", "values/v.toml"], "dev 2 a+b c toml\n"),
      (["--vars-file", "values/v.json"], "dev 3 j json\n"),
      (["--vars-file", "values/v.env"], "dev 4 e env\n"),
      (["--vars-file", "values/v.toml", "--vars-file", "values/v.env"], "dev 4 e env\n"),
      (["--env", "prod", "--vars-env", "D_"], "dev 5  none\n"),
      (["--vars-env", "D_", "--vars-file", "values/v.json"], "dev 3 j json\n"),
      (["--vars-file", "values/v.json", "--var", "COPIES=7", "--env", "prod"], "dev 7 j json\n"),
    ])
  func precedence(_ arguments: [String], _ expected: String) {
    let result = program.run(["run", "--quiet"] + arguments)
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("said") == expected)
  }

  @Test("an unknown name is an error from --var, and a warning from a file or the process")
  func unknown() {
    #expect(program.run("run", "--env", "prod", "--var", "X=1").exit == 2)
    program.folder.write("ENV = \"dev\"\nX = 1\n", to: "values/other.toml")
    let result = program.run("run", "--quiet", "--vars-file", "values/other.toml")
    #expect(result.exit == 0)
    #expect(result.error.hasPrefix("values/other.toml:2:1: warning: there is no variable `X`"), "\(result.error)")
  }

  @Test("every problem is reported in one go, each in its place")
  func problems() {
    program.folder.write("ENV = \"qa\"\nCOPIES = \"many\"\nTAGS = 5\n", to: "values/bad.toml")
    let result = program.run("run", "--vars-file", "values/bad.toml", "--var", "CONF=[1]", "--var", "CPOIES=1")
    #expect(result.exit == 2)
    for place in [
      "values/bad.toml:1:7: error", "values/bad.toml:2:10: error", "values/bad.toml:3:8: error", "--var CONF: error",
      "--var CPOIES: error",
    ] {
      #expect(result.error.contains(place), "\(place) in \(result.error)")
    }
  }

  @Test("an unknown environment is named with what was meant, and nothing is missing because of it")
  func unknownEnvironment() {
    let result = program.run("run", "--env", "prd")
    #expect(result.exit == 2)
    #expect(
      result.error == """
        --env prd: error: there is no environment `prd` [variable.unknown-environment]
            = hint: did you mean `prod`?

        """)
  }

  @Test(
    "a file that cannot be read is named",
    arguments: [
      ("none.toml", "there is no such file"), ("folder", "this is a folder"), ("broken.json", "ends too early"),
    ])
  func unreadable(_ name: String, _ message: String) {
    program.folder.write("x", to: "folder/file")
    program.folder.write("{\"ENV\": ", to: "broken.json")
    let result = program.run("run", "--vars-file", name)
    #expect(result.exit == 2)
    #expect(result.error.contains(name) && result.error.contains(message), "\(result.error)")
  }

  @Test("bytes that are no text are refused, in a file and in the process")
  func encoding() {
    program.folder.write(Data("ENV = \"".utf8) + [0xFF] + Data("\"".utf8), to: "values/bytes.toml")
    #expect(program.run("run", "--vars-file", "values/bytes.toml").exit == 2)
    program.folder.write("ENV = \"a\\u0000b\"", to: "values/nul.toml")
    let result = program.run("run", "--vars-file", "values/nul.toml")
    #expect(result.exit == 2)
    #expect(result.error.contains("values/nul.toml:1:7: error: the value of variable `ENV` contains a NUL byte"))
  }

  @Test("the same variable twice on the command line, and one without a value, are mistakes")
  func twice() {
    #expect(program.run("run", "--var", "ENV=dev", "--var", "ENV=prod").exit == 2)
    #expect(program.run("run", "--var", "ENV").exit == 64)
  }

  @Test("validate takes them too, and demands them with --check-vars")
  func validate() {
    #expect(program.run("validate").exit == 0)
    #expect(program.run("validate", "--check-vars").exit == 2)
    #expect(program.run("validate", "--check-vars", "--env", "prod").exit == 0)
    #expect(program.run("validate", "--var", "ENV=qa").exit == 2)
  }

  @Test("a mistake in an environment is found without choosing it")
  func environmentChecked() {
    let program = Program(Self.runbook.replacing("COPIES = 9", with: "COPIES = 99\nCOPEIS = 1"))
    let result = program.run("validate")
    #expect(result.exit == 2)
    #expect(result.error.contains("deploy.toml:3:10: error: `99` is out of range"))
    #expect(result.error.contains("deploy.toml:4:1: error: there is no variable `COPEIS`"))
  }

  @Test("a file beside the runbook is not taken for another runbook")
  func besideRunbook() {
    program.folder.write("ENV = \"dev\"", to: "dev.toml")
    #expect(program.run("run", "--quiet", "--vars-file", "dev.toml").exit == 0)
    #expect(program.run("run", "--quiet").exit == 64)
  }

  @Test(
    "a pattern is for the whole value", arguments: [("1.2", 0), ("1", 0), ("1.x", 2), ("1.2\n", 2), ("", 2), ("x1", 2)])
  func pattern(_ value: String, _ exit: Int) {
    let program = Program(
      "[variables]\nV = { required = true, pattern = '[0-9]+(\\.[0-9]+)*' }\n[a]\ncommand = \"echo {{ V }}\"")
    let result = program.run("validate", "--var", "V=\(value)")
    #expect(result.exit == exit)
    if exit != 0 { #expect(result.error.contains("[variable.pattern]")) }
  }

  @Test("a pattern that is none, or that would never end, is an error", arguments: ["(", "(?<=a)b", "(a+)+b"])
  func badPattern(_ pattern: String) {
    let value = String(repeating: "a", count: 40)
    let program = Program(
      "[variables]\nV = { default = \"\(value)\", pattern = '\(pattern)' }\n[a]\ncommand = \"true\"")
    #expect(program.run("validate").exit == 2)
  }

  @Test("--help lists a runbook's variables")
  func help() {
    let result = program.run("run", "deploy.toml", "--help")
    #expect(result.exit == 0)
    #expect(
      result.output.hasSuffix(
        """
        Variables of deploy.toml:
          ENV     string, required, one of "dev" "prod": where to
          COPIES  int, default 1, at least 1, at most 9
          TAGS    list, default []
          CONF    dict, default {}

        """), "\(result.output)")
  }

  @Test("what is recorded names the source")
  func recorded() {
    #expect(program.run("run", "--quiet", "--env", "prod", "--vars-file", "values/v.json").exit == 0)
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains("values/v.json"))
  }
}
