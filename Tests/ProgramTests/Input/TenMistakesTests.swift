import Foundation
import TestSupport
import Testing

/// A runbook with ten different mistakes: each is found in one go, in its place.
@Suite("Ten mistakes")
struct TenMistakesTests {
  private static let runbook = """
    [runbook]
    titel = "Ten mistakes"

    [variables]
    ENV = { required = true, choices = ["dev", "prod"], typ = "string" }

    [build]
    comand = "make"

    [test]
    command = "make test {{ ENVIRONMENT }}"
    depends_on = ["biuld"]

    [scan]
    command = "scan"
    when = "ENV = 'prod'"

    [deploy]
    command = "deploy {{ ENV | uper }}"
    timeout = "5 minutes"

    [check]
    url = "https://example.com"
    expect_status = 999

    [announce]
    function = "notfy"
    """

  @Test("are ten diagnostics, in the order of the source")
  func text() {
    let result = Program(Self.runbook).run("validate")
    #expect(result.exit == 2)
    #expect(result.output.isEmpty)
    #expect(result.error == Self.expected)
  }

  @Test("are ten annotations of a workflow")
  func github() {
    let lines = Program(Self.runbook).run("validate", "--format", "github", "--quiet").error.split(separator: "\n")
    #expect(lines.count == 10)
    #expect(
      lines.first == """
        ::error file=deploy.toml,line=2,endLine=2,col=1,endColumn=6,title=pyflow%3A runbook.unknown-key::\
        unknown key `titel` in [runbook]%0Ahint: did you mean `title`?
        """)
  }

  @Test("are ten objects for programs, with their places")
  func json() throws {
    struct Report: Decodable {
      struct Diagnostic: Decodable {
        let id: String
        let line: Int
        let column: Int
      }
      let errors: Int
      let diagnostics: [Diagnostic]
    }
    let output = Program(Self.runbook).run("validate", "--format", "json").output
    let report = try JSONDecoder().decode(Report.self, from: Data(output.utf8))
    #expect(report.errors == 10)
    #expect(
      report.diagnostics.map { "\($0.line):\($0.column) \($0.id)" } == [
        "2:1 runbook.unknown-key",
        "5:53 runbook.unknown-key",
        "8:1 runbook.unknown-key",
        "11:25 template.unknown-name",
        "12:15 plan.unknown-node",
        "16:13 template.syntax",
        "19:28 template.unknown-filter",
        "20:11 runbook.value",
        "24:17 runbook.value",
        "27:12 runbook.unknown-function",
      ])
  }

  @Test("none of them lets anything run, or be recorded")
  func nothingRuns() {
    let program = Program(Self.runbook)
    #expect(program.run("run", "--var", "ENV=dev").exit == 2)
    #expect(program.folder.list() == ["deploy.toml"])
  }
}

extension TenMistakesTests {
  fileprivate static let expected = """
    deploy.toml:2:1: error: unknown key `titel` in [runbook] [runbook.unknown-key]
      2 | titel = "Ten mistakes"
        | ^^^^^
         = hint: did you mean `title`?
    deploy.toml:5:53: error: unknown key `typ` in variable `ENV` [runbook.unknown-key]
      5 | ENV = { required = true, choices = ["dev", "prod"], typ = "string" }
        |                                                     ^^^
         = hint: did you mean `type`?
    deploy.toml:8:1: error: unknown key `comand` in node `build` [runbook.unknown-key]
      8 | comand = "make"
        | ^^^^^^
         = hint: did you mean `command`?
    deploy.toml:11:25: error: `ENVIRONMENT` is not defined [template.unknown-name]
      11 | command = "make test {{ ENVIRONMENT }}"
         |                         ^^^^^^^^^^^
    deploy.toml:12:15: error: there is no node `biuld` [plan.unknown-node]
      12 | depends_on = ["biuld"]
         |               ^^^^^^^
          = hint: did you mean `build`?
    deploy.toml:16:13: error: `=` stands where the end is expected [template.syntax]
      16 | when = "ENV = 'prod'"
         |             ^
          = hint: write `==` to compare
    deploy.toml:19:28: error: there is no filter `uper` [template.unknown-filter]
      19 | command = "deploy {{ ENV | uper }}"
         |                            ^^^^
          = hint: did you mean `upper`?
    deploy.toml:20:11: error: `timeout` must be a duration such as 30 or "1m30s", not `5 minutes` [runbook.value]
      20 | timeout = "5 minutes"
         |           ^^^^^^^^^^^
    deploy.toml:24:17: error: `expect_status` must be a status such as 200 or "2xx", or a list of them, not `999` [runbook.value]
      24 | expect_status = 999
         |                 ^^^
    deploy.toml:27:12: error: there is no function `notfy` [runbook.unknown-function]
      27 | function = "notfy"
         |            ^^^^^^^
          = hint: did you mean `notify`?
    deploy.toml: 10 errors

    """
}
