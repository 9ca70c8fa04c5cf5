import TestSupport
import Testing

/// A runbook with ten different mistakes gives ten diagnostics, each in its place, in the order of the source (design 12).
@Suite("Ten mistakes of a runbook")
struct TenMistakesTests {
  private static let runbook = """
    [runbook]
    on_failure = "continu"

    [variables]
    run = 1
    PORT = { type = "int", default = "http" }

    [build]
    command = []

    [lint]
    command = "lint"
    depends_on = ["build:ok"]

    [scan]
    command = "scan"
    url = "http://scanner"

    [wait]
    function = "sleep"
    params = { minutes = 5 }

    [9lives]
    command = "meow"

    [deploy]
    command = "deploy"
    env = { "A=B" = "1" }
    notify = ["ops"]
    """

  @Test("are told in one go")
  func text() {
    #expect(Reading.problems(Self.runbook) == Self.expected)
  }

  private static let expected = """
    deploy.toml:2:14: error: `on_failure` must be one of "stop", "continue", not `continu` [runbook.value]
      2 | on_failure = "continu"
        |              ^^^^^^^^^
         = hint: did you mean `continue`?
    deploy.toml:5:1: error: the name `run` is taken by pyflow [runbook.variable-name]
      5 | run = 1
        | ^^^
         = hint: choose another name
    deploy.toml:6:34: error: `default` must be an integer, not a string [runbook.type]
      6 | PORT = { type = "int", default = "http" }
        |                                  ^^^^^^
    deploy.toml:9:11: error: the command is empty [runbook.value]
      9 | command = []
        |           ^^
         = hint: write what is to run; a node that does nothing is `function = "noop"`
    deploy.toml:13:15: error: `build:ok` is not a dependency [runbook.dependency]
      13 | depends_on = ["build:ok"]
         |               ^^^^^^^^^^
          = hint: write "node", "node:success", "node:failure", "node:skipped", "node:done", "^" or "*"
    deploy.toml:15:2: error: node `scan` has `command` and `url` [runbook.kind]
      15 | [scan]
         |  ^^^^
          = hint: make two nodes of it
    deploy.toml:21:12: error: function `sleep` has no parameter `minutes` [runbook.parameter]
      21 | params = { minutes = 5 }
         |            ^^^^^^^
          = hint: it has `seconds`
    deploy.toml:23:2: error: `9lives` cannot be a node's name [runbook.node-name]
      23 | [9lives]
         |  ^^^^^^
          = hint: use A-Z, a-z, 0-9, `_` and `-`, beginning with a letter or `_`
    deploy.toml:28:9: error: `A=B` cannot be the name of an environment variable [runbook.environment-name]
      28 | env = { "A=B" = "1" }
         |         ^^^^^
          = hint: names have no `=`, no NUL, and are not empty
    deploy.toml:29:1: error: key `notify` is not available yet [runbook.not-yet]
      29 | notify = ["ops"]
         | ^^^^^^
          = hint: it is part of the format, and a later version will run it; remove it for now

    """
}
