import TestSupport
import Testing

/// Every name in a template is checked before anything runs (design 4).
@Suite("Names")
struct NameTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let template: String
    let message: String
    let hint: String?
    var testDescription: String { template }

    init(_ template: String, _ message: String, _ hint: String? = nil) {
      self.template = template
      self.message = message
      self.hint = hint
    }
  }

  static let wrong: [Case] = [
    Case("{{ APQ }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ APP.x.y + zzzzzz }}", "`zzzzzz` is not defined"),
    Case("{% if false %}{{ APQ }}{% endif %}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ 'x' if true else APQ }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ true or APQ }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ [1, {'k': APQ}] }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ APP | default(APQ) }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ APP | replace(APQ, 'x') }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ APP[APQ] }}", "`APQ` is not defined", "did you mean `APP`?"),
    Case("{{ nodes.biuld.stdout }}", "there is no node `biuld`", "did you mean `build`?"),
    Case("{{ nodes['biuld'].stdout }}", "there is no node `biuld`", "did you mean `build`?"),
    Case(
      "{{ nodes.my-node.stdout }}", "`nodes.my-node` is read as a subtraction",
      "write nodes['my-node']: a name with `-` needs brackets"),
    Case(
      "{{ nodes.my-own-node.json.a | length - 1 }}", "`nodes.my-own-node` is read as a subtraction",
      "write nodes['my-own-node']: a name with `-` needs brackets"),
    Case(
      "{{ nodes.my.stdout }}", "there is no node `my`", "write nodes['my-node']: a name with `-` needs brackets"),
    Case("{{ has_failed('biuld') }}", "there is no node `biuld`", "did you mean `build`?"),
    Case("{{ nodes.build.stdot }}", "node `build` has no `stdot`", "did you mean `stdout`?"),
    Case(
      "{{ nodes.build }}", "`nodes.build` is no value by itself",
      "write nodes.build.stdout, or another of its attributes"),
    Case("{{ nodes }}", "`nodes` is no value by itself", "write nodes.NAME.stdout, or another of its attributes"),
    Case("{{ run.usr }}", "`run` has no `usr`", "did you mean `user`?"),
    Case("{{ run }}", "`run` is no value by itself", "write run.id, or another of its attributes"),
    Case("{{ env }}", "`env` is no value by itself", "write env.NAME"),
    Case("{{ failure }}", "`failure` is no value by itself", "write failure()"),
    Case("{{ has_failed }}", "`has_failed` is no value by itself", "write has_failed('NODE')"),
    Case("{{ failure('build') }}", "`failure()` takes no arguments"),
    Case("{{ has_failed() }}", "`has_failed()` takes one argument, a node's name"),
    Case("{{ has_failed('build', 'build') }}", "`has_failed()` takes one argument, a node's name"),
    Case("{{ has_failed(id='build') }}", "`has_failed()` takes one argument, a node's name"),
    Case(
      "{{ secrets.TOKEN }}", "there is no secret `TOKEN`", "declare it: [runbook.secrets] TOKEN = { env = \"TOKEN\" }"),
    Case("{{ secrets }}", "`secrets` is no value by itself", "write secrets.NAME"),
    Case("{{ secrets[APP] }}", "`secrets` is no value by itself", "write secrets.NAME"),
    Case("{{ item }}", "`item` is only known in a node with `foreach`", "add foreach = …, or use a variable"),
    Case("{{ index }}", "`index` is only known in a node with `foreach`", "add foreach = …, or use a variable"),
    Case("{{ matrix.os }}", "`matrix` is only known in a node with `matrix`", "add matrix = …, or use a variable"),
    Case(
      "{{ result.stdout }}", "`result` is known only when the node has run",
      "use it in `outputs`, in `when` of `retry`, or in `until` and `fail_if` of `poll`"),
  ]

  private static func runbook(_ template: String) -> String {
    """
    [variables]
    APP = "shop"
    [build]
    command = "make"
    [my-node]
    command = "make"
    [my-own-node]
    command = "make"
    [show]
    command = ["echo", "\(template)"]
    [use]
    command = ["echo", "{{ APP }}"]
    """
  }

  @Test("that mean nothing are told, once", arguments: wrong)
  func refused(_ entry: Case) {
    let diagnostics = Reading.plan(Self.runbook(entry.template)).diagnostics.items
    #expect(diagnostics.map(\.message) == [entry.message])
    #expect(diagnostics.first?.hint == entry.hint)
  }

  static let right = [
    "{{ APP }}", "{{ nope | default('x') }}", "{{ nope is defined }}", "{{ nope is undefined }}", "{{ nope | d(APP) }}",
    "{{ nodes.build.status }} {{ nodes['my-node'].stdout }}", "{{ run.id }} {{ run['user'] }}", "{{ env.HOME }}",
    "{{ env['X-Y'] | default('') }}", "{{ success() }} {{ failure() }} {{ always() }} {{ cancelled() }}",
    "{{ has_run('build') }}", "{% if APP == 'shop' %}{{ nodes.build.json.a.b[0] }}{% endif %}",
  ]

  @Test("that mean something are not", arguments: right)
  func accepted(template: String) {
    #expect(Reading.problems(Self.runbook(template)).isEmpty)
  }

  @Test("of nodes mean nothing in [runbook], where nothing has run")
  func settings() {
    let text = """
      [runbook]
      title = "{{ nodes.a.stdout }}"
      description = "{{ failure() }}"
      env = { X = "{{ has_run('a') }}", Y = "{{ run.id }}" }
      [a]
      command = "true"
      """
    #expect(
      Reading.plan(text).diagnostics.items.map(\.message) == [
        "`a` is not known in [runbook], where nothing has run",
        "`failure` is not known in [runbook], where nothing has run",
        "`a` is not known in [runbook], where nothing has run",
      ])
  }

  @Test("are marked where they stand, also inside multi-line strings and escapes")
  func places() {
    let text = #"""
      [a]
      command = """
      echo \
        "{{ FIRST }}" \u0022 {{ SECOND }}
      """
      env = { X = "\t{{ THIRD }}" }
      """#
    #expect(
      Reading.problems(text) == #"""
        deploy.toml:4:7: error: `FIRST` is not defined [template.unknown-name]
          4 |   "{{ FIRST }}" \u0022 {{ SECOND }}
            |       ^^^^^
        deploy.toml:4:27: error: `SECOND` is not defined [template.unknown-name]
          4 |   "{{ FIRST }}" \u0022 {{ SECOND }}
            |                           ^^^^^^
        deploy.toml:6:19: error: `THIRD` is not defined [template.unknown-name]
          6 | env = { X = "\t{{ THIRD }}" }
            |                   ^^^^^

        """#)
  }
}
