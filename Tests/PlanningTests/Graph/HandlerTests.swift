import Testing

/// Which nodes are handlers and end nodes, and who passes over them (design 5.2).
@Suite("Handlers")
struct HandlerTests {
  static let handlers: [GraphExpectation] = [
    .init("a `:failure` entry makes one", "a\nb: depends_on = \"a:failure\"", "a:\nb!: a:failure"),
    .init(
      "`:done` and `:skipped` make none", "a\nb: depends_on = [\"a:done\", \"a:skipped\"]", "a:\nb: a:done a:skipped"),
    .init("a lifting `when` makes one", "a\nb: when = \"has_failed('a')\"", "a:\nb!: ^a"),
    .init("a `when` that lifts nothing makes none", "a\nb: when = \"not has_failed('a')\"", "a:\nb: ^a"),
    .init(
      "plain entries on handlers only make one", "a\nb: depends_on = \"a:failure\"\nc: depends_on = \"b\"",
      "a:\nb!: a:failure\nc!: b"),
    .init(
      "`:success` entries on handlers only make one",
      "a\nb: depends_on = \"a:failure\"\nc: depends_on = [\"b:success\"]", "a:\nb!: a:failure\nc!: b:success"),
    .init(
      "an entry on another node makes none", "a\nb: depends_on = \"a:failure\"\nc: depends_on = [\"b\", \"a\"]",
      "a:\nb!: a:failure\nc: b a"),
    .init(
      "`^` does not count as written", "a\nb: depends_on = \"a:failure\"\nc: depends_on = \"^\"",
      "a:\nb!: a:failure\nc: ^a ~b"),
    .init(
      "handlers may be declared after those that follow them",
      "c: depends_on = \"b\"\nb: depends_on = \"a:failure\"\na: depends_on = []", "c!: b\nb!: a:failure\na:"),
  ]

  @Test("are those that answer a failure, and those that only follow them", arguments: handlers)
  func answer(_ entry: GraphExpectation) {
    #expect(GraphSketch.edges(entry.graph) == entry.expected)
  }

  static let passedOver: [GraphExpectation] = [
    .init(
      "by the implicit entry, which waits for them",
      "a\nb: when = \"has_failed('a')\"\nc: depends_on = \"a:failure\"\nd", "a:\nb!: ^a\nc!: a:failure\nd: ^a ~b ~c"),
    .init(
      "by `*`", "a\nb: when = \"has_failed('a')\"\nc\nd: depends_on = \"*\"",
      "a:\nb!: ^a\nc: ^a ~b\nd: ^a ^c ~b"),
    .init(
      "not by handlers", "a\nb: when = \"has_failed('a')\"\nc: when = \"has_failed('a')\"", "a:\nb!: ^a\nc!: ^b ~a"),
    .init(
      "not by a handler's `*`", "a\nb: when = \"has_failed('a')\"\nc: depends_on = \"*\"; when = \"has_failed('a')\"",
      "a:\nb!: ^a\nc!: ^a ^b"),
    .init(
      "not by a handler's `*`, also behind another node's, which passed over them",
      "a\nb: when = \"has_failed('a')\"\nc: depends_on = \"*\"\nd: depends_on = \"*\"; when = \"has_failed('a')\"",
      "a:\nb!: ^a\nc: ^a ~b\nd!: ^c ^b ~a"),
    .init("also where nothing else comes before", "a: when = \"has_failed('b')\"; depends_on = []\nb", "a!: ~b\nb: ~a"),
  ]

  @Test("are passed over", arguments: passedOver)
  func passOver(_ entry: GraphExpectation) {
    #expect(GraphSketch.edges(entry.graph) == entry.expected)
  }

  static let endNodes: [GraphExpectation] = [
    .init("`failure()` makes one", "a\nb: when = \"failure()\"", "a:\nb$!:"),
    .init("`always()` makes one", "a\nb: when = \"always()\"", "a:\nb$!:"),
    .init("`cancelled()` makes one", "a\nb: when = \"{{ cancelled() }}\"", "a:\nb$!:"),
    .init("`success()` makes none", "a\nb: when = \"success()\"", "a:\nb: ^a"),
    .init("a written `depends_on` makes none", "a\nb: when = \"failure()\"; depends_on = \"a\"", "a:\nb!: a"),
    .init(
      "nobody waits for one implicitly", "a\nb: when = \"failure()\"\nc\nd: depends_on = \"*\"",
      "a:\nb$!:\nc: ^a\nd: ^a ^c"),
    .init(
      "it may read", "a\nb: when = \"always() and has_run('a')\"; command = \"echo {{ nodes.a.stdout }}\"",
      "a:\nb$!: <a"),
  ]

  @Test("that look at the run are end nodes", arguments: endNodes)
  func end(_ entry: GraphExpectation) {
    #expect(GraphSketch.edges(entry.graph) == entry.expected)
  }
}
