import Planning
import TestSupport
import Testing
import Values

/// What instances an iterated node has, what they are called and what they see (design 5.6).
@Suite("The instances of a node")
struct ExpansionTests {
  /// The keys of a node `d`, and its plan in shorthand: `id: command` for each node.
  struct Case: Sendable, CustomTestStringConvertible {
    let keys: String
    let plan: [String]
    var testDescription: String { keys }

    init(_ keys: String, _ plan: String...) {
      self.keys = keys
      self.plan = plan
    }
  }

  private static func runbook(_ keys: String) -> String {
    """
    [variables]
    LIST = ["x", "y"]
    MAP = { default = { eu = 1, us = 2 } }
    EMPTY = []
    N = 2
    [d]
    command = ["{{ item }} {{ index }}"]
    \(keys)

    """
  }

  private static let entries = [
    #"d[eu]: {"key": "eu", "value": 1} 0"#, #"d[us]: {"key": "us", "value": 2} 1"#, "d: 2 instances",
  ]

  static let cases: [Case] = [
    Case(#"foreach = ["a", "b"]"#, "d[a]: a 0", "d[b]: b 1", "d: 2 instances"),
    Case(#"foreach = "{{ LIST }}""#, "d[x]: x 0", "d[y]: y 1", "d: 2 instances"),
    Case(#"foreach = ["{{ LIST[1] }}", "z"]"#, "d[y]: y 0", "d[z]: z 1", "d: 2 instances"),
    Case(#"foreach = "{{ LIST | map('upper') | list }}""#, "d[X]: X 0", "d[Y]: Y 1", "d: 2 instances"),
    Case(#"foreach = "{{ range(N) }}""#, "d[0]: 0 0", "d[1]: 1 1", "d: 2 instances"),
    Case("foreach = [1, 2.5, true]", "d[1]: 1 0", "d[2.5]: 2.5 1", "d[true]: true 2", "d: 3 instances"),
    Case("foreach = []", "d: no instances"),
    Case(#"foreach = "{{ EMPTY }}""#, "d: no instances"),
    Case(#"foreach = ["a"]"#, "d[a]: a 0", "d: 1 instance"),
    Case("foreach = { eu = 1, us = 2 }", entries[0], entries[1], entries[2]),
    Case(#"foreach = "{{ MAP }}""#, entries[0], entries[1], entries[2]),
    Case("[d.foreach]\neu = 1\nus = 2", entries[0], entries[1], entries[2]),
    Case("foreach = [{ a = 1 }, [2]]", #"d[0]: {"a": 1} 0"#, "d[1]: [2] 1", "d: 2 instances"),
    // Repeated texts are told apart by their numbers; where another text is such a number, all have numbers.
    Case(#"foreach = ["a", "b", "a"]"#, "d[0]: a 0", "d[b]: b 1", "d[2]: a 2", "d: 3 instances"),
    Case(#"foreach = ["2", "a", "a"]"#, "d[0]: 2 0", "d[1]: a 1", "d[2]: a 2", "d: 3 instances"),
    // What cannot be shown in an id is not.
    Case(#"foreach = ["", "b"]"#, "d[0]:  0", "d[b]: b 1", "d: 2 instances"),
    Case(#"foreach = ["two\nlines", "b"]"#, "d[0]: two\nlines 0", "d[b]: b 1", "d: 2 instances"),
    Case(#"foreach = ["\u202Eb", "../x"]"#, "d[0]: \u{202E}b 0", "d[../x]: ../x 1", "d: 2 instances"),
    Case(
      "foreach = [1, 2, 3]\nbatch_size = 2\nmax_failures = 1", "d[1]: 1 0", "d[2]: 2 1", "d[3]: 3 2",
      "d: 3 instances, 2 at once, 1 may fail"),
    // A part of an instance may not fail.
    Case(#"foreach = [1, 2]\#nmax_failures = "50%""#, "d[1]: 1 0", "d[2]: 2 1", "d: 2 instances, 1 may fail"),
    Case(#"foreach = [1, 2]\#nmax_failures = "49.9%""#, "d[1]: 1 0", "d[2]: 2 1", "d: 2 instances"),
    Case(
      #"foreach = [1, 2]\#nbatch_size = "{{ N }}"\#nmax_failures = "{{ N * 50 }}%""#, "d[1]: 1 0", "d[2]: 2 1",
      "d: 2 instances, 2 at once, 2 may fail"),
  ]

  @Test("are those of its items", arguments: cases)
  func instances(_ entry: Case) {
    let (plan, diagnostics) = Reading.plan(Self.runbook(entry.keys))
    #expect(!diagnostics.hasErrors)
    #expect(plan.nodes.map { "\($0.id): \($0.summary)" } == entry.plan)
  }

  @Test("know the run's names only when they run, and their own before")
  func mixed() throws {
    let text = """
      [a]
      command = "true"
      [d]
      foreach = ["x", "y"]
      command = ["deploy", "{{ item }}"]
      name = "Deploy {{ item }}"
      env = { FROM = "{{ nodes.a.stdout }} {{ item }}" }
      timeout = "{{ index + 1 }}m"
      """
    let plan = Reading.plan(text).plan
    let second = try #require(plan.index(of: "d[y]").map { plan.nodes[$0] })
    #expect(second.title == "Deploy y")
    #expect(second.timeout?.literal == .seconds(120))
    #expect(second.environment[0].value.template?.text == "{{ nodes.a.stdout }} {{ item }}")
    #expect(second.instance?.value(of: "item") == .string("y"))
    let group = try #require(plan.nodes.last)
    #expect(group.title == "d" && group.timeout == nil && group.environment.isEmpty)
  }

  @Test("have the edges of their node, and the node has entries on them")
  func edges() {
    let edges = GraphSketch.edges(
      """
      a
      d: foreach = ["x", "y"]; depends_on = ["a:done", "^"]; when = "nodes.late.status == 'x'"
      next
      free: depends_on = ["*"]
      reader: depends_on = []; env = { X = "{{ nodes['d[y]'].stdout }}" }
      late: depends_on = []
      heal: depends_on = ["d"]; when = "has_failed('d')"
      """)
    #expect(
      edges == """
        a:
        d[x]: a:done ^a ~late
        d[y]: a:done ^a ~late
        d: +d[x] +d[y]
        next: ^d
        free: ^a ^d ^next
        reader: <d[y]
        late:
        heal!: d
        """)
  }

  @Test("of an end node are end nodes")
  func endNodes() {
    #expect(
      GraphSketch.edges("a\nd: foreach = [1]; when = \"always()\"\nb") == """
        a:
        d[1]$!:
        d$!: +d[1]
        b: ^a
        """)
  }

  @Test("stand in the plan as JSON, with what they are made for")
  func json() {
    let text = """
      [d]
      foreach = [{ name = "eu" }]
      batch_size = 1
      max_failures = "100%"
      command = ["deploy", "{{ item.name }}"]
      """
    var stream = JSONStream()
    let plan = Reading.plan(text).plan
    PlanEncoder(plan).encode(to: &stream)
    let json = String(decoding: stream.bytes, as: UTF8.self)
    #expect(
      json.hasSuffix(
        #""nodes":[{"id":"d[0]","type":"Command","group":"d","index":0,"item":{"name":"eu"},"command":["deploy","eu"]},"#
          + #"{"id":"d","type":"Command","instances":["d[0]"],"batch_size":1,"max_failures":1}]}"#))
  }

  @Test("are not known where a variable has no value, and nothing is said of them")
  func unknown() {
    let text = """
      [variables]
      REGIONS = { type = "list", required = true }
      [d]
      foreach = "{{ REGIONS }}"
      command = ["deploy", "{{ item }}"]
      [m]
      matrix = { os = "{{ REGIONS }}" }
      command = ["build", "{{ matrix.os }}", "{{ matrix.anything }}"]
      [a]
      command = ["echo", "{{ nodes['d[eu]'].stdout }}"]
      """
    #expect(Reading.problems(text).isEmpty)
  }
}
