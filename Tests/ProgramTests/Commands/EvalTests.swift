import TestSupport
import Testing

/// `pyflow eval`.
@Suite("Expressions on the command line")
struct EvalTests {
  private let program = Program("[variables]\nENV = \"dev\"\nLIST = [1, \"two\"]\n[a]\ncommand = \"true\"")

  @Test(
    "are printed: strings as they are, anything else as JSON",
    arguments: [
      (["1 + 1"], "2\n"), (["'a' ~ 'b'"], "ab\n"), (["[1, none, true]"], "[1, null, true]\n"),
      (["'a'", "--json"], "\"a\"\n"),
      (["ENV | upper", "deploy.toml"], "DEV\n"), (["ENV", "deploy.toml", "--var", "ENV=prod"], "prod\n"),
      (["LIST | map('string') | join('-')", "deploy.toml"], "1-two\n"), (["env.LANG"], "C.UTF-8\n"),
    ])
  func values(_ arguments: [String], _ expected: String) {
    let result = program.run(["eval"] + arguments)
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.output == expected)
  }

  @Test(
    "that are none say where, and are exit 2", arguments: ["1 +", "NOBODY", "1 / 0", "'x", "range(10 ** 9) | list"])
  func mistakes(_ expression: String) {
    let result = program.run("eval", expression)
    #expect(result.exit == 2)
    #expect(result.error.hasPrefix("expression:1:"), "\(result.error)")
    #expect(result.output.isEmpty)
  }

  @Test("a tuple is a list to everything outside of templates")
  func tuples() {
    #expect(Program().run("eval", "{'a': (1, 2)}.items() | list").output == "[[\"a\", [1, 2]]]\n")
  }

  @Test("that are missing are wrong usage")
  func missing() { #expect(program.run("eval").exit == 64) }
}
