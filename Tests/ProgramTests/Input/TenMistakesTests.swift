import TestSupport
import Testing

/// A runbook with ten different mistakes: each is found in one go, in its place.
@Suite("Ten mistakes")
struct TenMistakesTests {
  private static let runbook = """
    [runbook]
    titel = "Ten mistakes"
    jobs = "many"

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
}

extension TenMistakesTests {
  fileprivate static let expected = ""
}
