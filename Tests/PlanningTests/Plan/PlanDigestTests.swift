import Runbooks
import TestSupport
import Testing
import Text

@testable import Planning

/// The digest of a plan: the same for what does the same, another for everything else.
@Suite("The digest of a plan")
struct PlanDigestTests {
  private static let runbook = """
    [runbook]
    title = "T"
    jobs = 2
    [variables]
    APP = "shop"
    COUNT = 1
    [build]
    command = "make {{ APP }}"
    timeout = 30
    [test]
    command = ["test", "{{ COUNT }}"]
    depends_on = ["build:success"]
    [ask]
    prompt = "Go?"
    when = "has_run('test')"
    [call]
    url = "http://x"
    json = { a = 1 }
    """

  private static func digest(_ text: String, variables: [String: String] = [:]) -> String {
    let (plan, diagnostics) = Reading.plan(text, variables: variables)
    #expect(!diagnostics.hasErrors)
    return "\(PlanEncoder(plan).digest)"
  }

  @Test("is the same for the same input")
  func stable() {
    #expect(Self.digest(Self.runbook) == Self.digest(Self.runbook))
  }

  static let sameMeaning: [(old: String, new: String)] = [
    ("timeout = 30", "timeout = \"30s\""),
    ("timeout = 30", "timeout = \"{{ 15 * 2 }}\""),
    ("\"make {{ APP }}\"", "'make {{ APP }}' # a comment"),
    ("\"make {{ APP }}\"", "\"make 'shop'\""),
    ("COUNT = 1", "COUNT = { default = 1, description = \"how many\" }"),
    ("depends_on = [\"build:success\"]", "depends_on = \"build:success\""),
    ("depends_on = [\"build:success\"]", "depends_on = [\"build:success\"]\njoin = \"any\""),
    ("command = \"make", "command_name = \"make"),
  ]

  @Test("is the same for another way to write it", arguments: sameMeaning)
  func rewritten(old: String, new: String) {
    #expect(Self.runbook.contains(old))
    #expect(Self.digest(Self.runbook.replacing(old, with: new)) == Self.digest(Self.runbook))
  }

  static let changes: [(old: String, new: String)] = [
    ("title = \"T\"", "title = \"U\""), ("jobs = 2", "jobs = 3"), ("jobs = 2", ""),
    ("jobs = 2", "jobs = 2\nmode = \"sequential\""), ("jobs = 2", "jobs = 2\non_failure = \"continue\""),
    ("jobs = 2", "jobs = 2\nenv = { A = \"1\" }"), ("jobs = 2", "jobs = 2\nworking_dir = \"/x\""),
    ("jobs = 2", "jobs = 2\nshell = \"bash\""),
    ("\"shop\"", "\"shop \""), ("COUNT = 1", "COUNT = 1.0"), ("COUNT = 1", "COUNT = \"1\""), ("COUNT = 1", "COUNT = 2"),
    ("COUNT = 1", "COUNT = 1\nMORE = 1"), ("[build]", "[buil]"), ("make", "Make"), ("timeout = 30", "timeout = 31"),
    ("timeout = 30", ""), ("timeout = 30", "timeout = 30\nenv = { A = \"1\" }"),
    ("timeout = 30", "timeout = 30\nsuccess_codes = [0, 1]"), ("timeout = 30", "timeout = 30\nallow_failure = true"),
    ("timeout = 30", "timeout = 30\nskip = true"), ("timeout = 30", "timeout = 30\ncritical = true"),
    ("timeout = 30", "timeout = 30\nstdin = \"\""), ("timeout = 30", "timeout = 30\ntags = [\"a\"]"),
    ("timeout = 30", "timeout = 30\ninteractive = true"), ("timeout = 30", "timeout = 30\nparse = \"lines\""),
    ("timeout = 30", "timeout = 30\nname = \"Build\""), ("timeout = 30", "timeout = 30\nwhen = true"),
    ("[\"test\", \"{{ COUNT }}\"]", "\"test {{ COUNT }}\""), ("\"test\", ", "\"test\", \"\", "),
    ("build:success", "build"), ("build:success", "build:done"),
    ("[\"build:success\"]", "[\"build:success\", \"build:skipped\"]"), ("Go?", "Go!"),
    ("has_run('test')", "has_succeeded('test')"),
    ("http://x", "http://y"), ("json = { a = 1 }", "json = { a = \"1\" }"), ("json = { a = 1 }", "body = \"{}\""),
    ("json = { a = 1 }", "json = { a = 1 }\nmethod = \"PUT\""),
    ("json = { a = 1 }", "json = { a = 1 }\nexpect_status = 200"),
    ("json = { a = 1 }", "json = { a = 1 }\nheaders = { A = \"1\" }"),
  ]

  @Test("is another after any change", arguments: changes)
  func changed(old: String, new: String) {
    #expect(Self.runbook.contains(old))
    var changed = Self.runbook.replacing(old, with: new)
    if old == "[build]" { changed = changed.replacing("build:success", with: "buil:success") }
    #expect(Self.digest(changed) != Self.digest(Self.runbook))
  }

  @Test("are all different for different changes")
  func distinct() {
    let digests = Self.changes.map { old, new in
      Self.digest(
        Self.runbook.replacing(old, with: new).replacing(
          "build:success\"]", with: old == "[build]" ? "buil:success\"]" : "build:success\"]"))
    }
    #expect(Set(digests).count == digests.count)
  }

  @Test("does not depend on where a value came from")
  func sources() {
    let given = Self.digest(Self.runbook, variables: ["APP": "web", "COUNT": "7"])
    let written = Self.runbook.replacing("\"shop\"", with: "\"web\"").replacing("COUNT = 1", with: "COUNT = 7")
    #expect(given == Self.digest(written))
    #expect(given != Self.digest(Self.runbook))
    #expect(Self.digest(Self.runbook, variables: ["APP": "shop", "COUNT": "1"]) == Self.digest(Self.runbook))
  }

  @Test("tells data from the templates that they look like")
  func lookalikes() {
    let bodies = [
      "\"{{ V }}\"", "{ template = \"{{ V }}\" }", "{ literal = \"{{ V }}\" }",
      "{ literal = { template = \"{{ V }}\" } }",
      "\"{{ run.id }}\"", "{ template = \"{{ run.id }}\" }", "[{ template = \"{{ V }}\" }]",
      "\"{{ {'template': V} }}\"",
      "\"{{ {'literal': {'template': V}} }}\"",
    ]
    let digests = bodies.map { body in
      // A variable's value is data, whatever it looks like.
      Self.digest("[variables]\nV = \"{{ run.id }}\"\n[a]\nurl = \"http://x\"\njson = \(body)\n")
    }
    // A map that a template makes is the same as one that is written out.
    #expect(digests[7] == digests[1] && digests[8] == digests[3])
    #expect(Set(digests.prefix(7)).count == 7)
  }

  @Test("depends on the order of nodes")
  func order() {
    let nodes = ["[a]\nfunction = \"noop\"\ndepends_on = []\n", "[b]\nfunction = \"noop\"\ndepends_on = []\n"]
    #expect(Self.digest(nodes.joined()) != Self.digest(nodes.reversed().joined()))
  }
}
