import Testing

/// What a node depends on (design 5.2): written, implicit and conditional entries, and readings.
@Suite("Entries")
struct EntryTests {
  static let cases: [GraphExpectation] = [
    .init("a node depends on the one before it", "a\nb\nc", "a:\nb: ^a\nc: ^b"),
    .init("an empty list depends on nothing", "a\nb: depends_on = []\nc", "a:\nb:\nc: ^b"),
    .init("a string is a list of one", "a\nb\nc: depends_on = \"a\"", "a:\nb: ^a\nc: a"),
    .init("a list is taken in its order", "a\nb\nc: depends_on = [\"b\", \"a\"]", "a:\nb: ^a\nc: b a"),
    .init("an entry may name a later node", "a: depends_on = \"b\"\nb: depends_on = []", "a: b\nb:"),
    .init("`^` is the node before", "a\nb\nc: depends_on = [\"^\", \"a\"]", "a:\nb: ^a\nc: ^b a"),
    .init(
      "`*` is all nodes before", "a\nb: depends_on = []\nc: depends_on = []\nd: depends_on = \"*\"",
      "a:\nb:\nc:\nd: ^a ^b ^c"),
    .init("`*` of the first node is nothing", "a: depends_on = \"*\"\nb", "a:\nb: ^a"),
    .init(
      "a node with `*` stands for all before it",
      "a\nb: depends_on = []\nc: depends_on = \"*\"\nd: depends_on = []\ne: depends_on = \"*\"",
      "a:\nb:\nc: ^a ^b\nd:\ne: ^c ^d"),
    .init(
      "entries may ask how a node ended",
      "a\nb: depends_on = [\"a:success\", \"a:failure\", \"a:skipped\", \"a:done\"]",
      "a:\nb!: a:success a:failure a:skipped a:done"),
    .init(
      "the same entry counts once, another condition on the node does not",
      "a\nb: depends_on = [\"a\", \"a\", \"a:done\", \"a:done\", \"^\"]", "a:\nb: a a:done"),
    .init("a skipped node is depended on like others", "a\nb: skip = true\nc", "a:\nb: ^a\nc: ^b"),
  ]

  @Test("are what the runbook says", arguments: cases)
  func entries(_ entry: GraphExpectation) {
    #expect(GraphSketch.edges(entry.graph) == entry.expected)
  }

  static let readings: [GraphExpectation] = [
    .init(
      "reading an output is depending", "a\nb: depends_on = []\nc: command = \"echo {{ nodes.a.stdout }}\"",
      "a:\nb:\nc: ^b <a"),
    .init(
      "reading adds to an empty list", "a\nb: depends_on = []; command = [\"echo\", \"{{ nodes.a.json.x }}\"]",
      "a:\nb: <a"),
    .init(
      "reading what is depended on adds nothing", "a\nb: command = \"echo {{ nodes.a.stdout }}{{ nodes.a.stderr }}\"",
      "a:\nb: ^a"),
    .init(
      "a conditional entry is none for a reading",
      "a\nb: depends_on = \"a:done\"; command = \"echo {{ nodes.a.stdout }}\"", "a:\nb: a:done <a"),
    .init(
      "reading how it ended only waits",
      "a\nb: depends_on = []; command = \"echo {{ nodes.a.status }}{{ nodes.a.exit_code }}\"", "a:\nb: ~a"),
    .init(
      "asking in a command only waits",
      "a\nb: depends_on = []; command = \"echo {{ has_run('a') }}\"", "a:\nb: ~a"),
    .init(
      "naming a node in `when` only waits, whatever is read",
      "a\nb: depends_on = []; when = \"nodes.a.stdout == 'x' and has_succeeded('a')\"", "a:\nb: ~a"),
    .init(
      "`when` about a node that is depended on adds nothing", "a\nb: when = \"nodes.a.stdout == 'x'\"", "a:\nb: ^a"),
    .init(
      "every key is looked at",
      "a\nb: depends_on = []; env = { X = \"{{ nodes.a.stdout }}\" }\n"
        + "c: depends_on = []; working_dir = \"{{ nodes.a.stdout }}\"\nd: depends_on = []; name = \"{{ nodes.a.stdout }}\"\n"
        + "e: depends_on = []; function = \"log\"; params = { message = \"{{ nodes.a.stdout }}\" }\n"
        + "f: depends_on = []; url = \"http://{{ nodes.a.stdout }}\"\n"
        + "g: depends_on = []; prompt = \"{{ nodes.a.stdout }}\"\nh: depends_on = []; stdin = \"{{ nodes.a.stdout }}\"\n"
        + "i: depends_on = []; timeout = \"{{ nodes.a.stdout }}\"; skip = \"{{ nodes.a.json.skip }}\"",
      "a:\nb: <a\nc: <a\nd: <a\ne: <a\nf: <a\ng: <a\nh: <a\ni: <a"),
    .init(
      "branches that are not taken count too",
      "a\nb: depends_on = []; command = \"echo {% if false %}{{ nodes.a.stdout }}{% endif %}\"", "a:\nb: <a"),
    .init(
      "a node with `-` is named in brackets", "a-1\nb: depends_on = []; command = \"echo {{ nodes['a-1'].stdout }}\"",
      "a-1:\nb: <a-1"),
  ]

  @Test("come from readings too", arguments: readings)
  func read(_ entry: GraphExpectation) {
    #expect(GraphSketch.messages(entry.graph).isEmpty)
    #expect(GraphSketch.edges(entry.graph) == entry.expected)
  }
}
