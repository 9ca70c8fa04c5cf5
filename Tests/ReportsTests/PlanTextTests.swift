import Planning
import Reports
import TestSupport
import Testing
import Text

/// A plan for people.
@Suite("A plan as text")
struct PlanTextTests {
  private static func text(_ runbook: String, style: TextStyle = .plain) -> String {
    PlanText.render(Reading.plan(runbook, demandsAll: false).plan, digest: "abc", style: style)
  }

  @Test("says what runs, in which order, and why")
  func release() {
    let rest = """

      [undo]
      command = "undo"
      when = "has_failed('deploy')"
      [tell]
      function = "notify"
      params = { message = "over" }
      when = "always()"
      [go]
      prompt = "Go on?"
      depends_on = ["build:success", "lint:done"]
      [both]
      url = "http://x/{{ nodes.build.stdout }}"
      depends_on = ["build:success", "lint:done"]
      join = "all"
      [most]
      command = ["a", "b c"]
      depends_on = ["build:success", "lint:done", "docs:skipped"]
      join = 2
      """
    #expect(
      Self.text(ReportSample.release + rest) == """
        Release: 10 nodes
          ENV = "dev"  (default)
        1. build [Command]
             $ make 'dev'
             at the start
        2. lint [Command]
             $ lint
             at the start
        3. docs [Command]
             $ docs
             skipped: `skip` is set
        4. deploy [Command]
             $ deploy --to dev
             > check
             after build
        5. announce [Function]
             $ log done
             after deploy
        6. undo [Command]
             $ undo
             after announce, once deploy ended, if has_failed('deploy')
        7. tell [Function]
             $ notify over
             when everything else has ended, if always()
        8. go [Manual]
             $ Go on?
             if any of build:success, lint:done
        9. both [HTTP]
             $ GET http://x/{{ nodes.build.stdout }}
             after build, if all of build:success, lint:done
        10. most [Command]
             $ a b c
             if 2 of build:success, lint:done, docs:skipped
        plan abc

        """)
  }

  @Test("of one node says so, with colour where there is colour")
  func single() {
    #expect(
      Self.text("[a]\ncommand = \"x\"") == "deploy: 1 node\n1. a [Command]\n     $ x\n     at the start\nplan abc\n")
    #expect(
      Self.text("[a]\ncommand = \"x\"", style: .colored)
        == "\u{1B}[1mdeploy\u{1B}[0m: 1 node\n1. \u{1B}[1ma\u{1B}[0m \u{1B}[2m[Command]\u{1B}[0m\n     $ x\n     \u{1B}[2mat the start\u{1B}[0m\nplan abc\n"
    )
  }

  @Test("steers no terminal and no runner, whatever it holds")
  func hostile() {
    let runbook = """
      [runbook]
      title = \(ReportSample.hostileTOML)
      [variables]
      V = \(ReportSample.hostileTOML)
      [a]
      command = \(ReportSample.hostileTOML)
      [b]
      command = ["echo", "{{ V }}"]
      when = "V == 'x\\u001b[2J\\n::error::y'"
      [c]
      prompt = \(ReportSample.hostileTOML)
      """
    let text = Self.text(runbook)
    #expect(ReportSample.dangerousLines(text).isEmpty)
    #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
    #expect(text.contains("     $ abc1mde\n     > ::error::f\n"))
  }
}
