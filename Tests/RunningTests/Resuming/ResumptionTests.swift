import Planning
import Running
import TestSupport
import Testing

/// Which nodes run again (design 7).
@Suite("What runs again")
struct ResumptionTests {
  /// How the nodes of a past run ended: `ok`, `no` (failed), `allowed`, `off` (skipped), `hand` (skipped by a person),
  /// `stop` (blocked), `cut` (cancelled), `way` (under way), `undone`, `open` (not begun).
  static func past(_ words: String) -> PastRun {
    var past = PastRun()
    for (place, entry) in words.split(separator: " ").enumerated() {
      let parts = entry.split(separator: "=")
      past.nodes[String(parts[0])] = node(String(parts[1]), place)
    }
    return past
  }

  private static func node(_ word: String, _ place: Int) -> PastRun.Node {
    var node = PastRun.Node()
    let statuses: [String: NodeStatus] = [
      "ok": .succeeded, "no": .failed, "allowed": .failed, "off": .skipped, "hand": .skipped, "stop": .blocked,
      "cut": .cancelled, "way": .unknown, "undone": .succeeded, "open": .pending,
    ]
    node.status = statuses[word] ?? .pending
    node.isAllowed = word == "allowed"
    node.isLeftOut = word == "hand"
    node.isUndone = word == "undone"
    if !["off", "hand", "stop", "open"].contains(word) { (node.attempt, node.start) = (1, place) }
    return node
  }

  /// A chain a → b → c with a handler of b's failure.
  private static let chain = """
    [a]
    command = "x"
    [b]
    command = "x"
    [c]
    command = "x"
    [h]
    command = "x"
    depends_on = ["b:failure"]
    [end]
    command = "x"
    when = "always()"
    """

  @Test(
    "is what has not ended well, what was undone, and what answers to that",
    arguments: [
      ("a=ok b=no c=stop h=ok end=ok", "b c h end"),
      ("a=ok b=ok c=no h=off end=ok", "c end"),
      ("a=ok b=ok c=cut h=off end=open", "c end"),
      ("a=ok b=way c=open h=open end=open", "b c h end"),
      ("a=ok b=ok c=ok h=off end=no", "end"),
      // Of two ended nodes the one that was undone takes with it what depends on it.
      ("a=ok b=undone c=no h=ok end=ok", "b c h end"),
      ("a=undone b=undone c=no h=off end=ok", "a b c h end"),
      // What failed with permission, or was left out by a person, stays so.
      ("a=allowed b=ok c=no h=off end=ok", "c end"),
      ("a=hand b=ok c=no h=off end=ok", "c end"),
      ("a=ok b=ok c=ok h=off end=ok", ""),
    ])
  func chained(past: String, expected: String) {
    let plan = Reading.plan(Self.chain).plan
    let resumption = Resumption(of: plan, after: Self.past(past))
    let again = plan.nodes.indices.filter { resumption.causes[$0] != nil }.map { plan.nodes[$0].id }
    #expect(again.joined(separator: " ") == expected)
  }

  @Test("a skipped node is decided again if a node that it asks about runs again")
  func asked() {
    let plan = Reading.plan(
      """
      [tests]
      command = "x"
      [deploy]
      command = "x"
      depends_on = []
      when = "has_succeeded('tests')"
      [other]
      command = "x"
      depends_on = []
      when = "false"
      """
    ).plan
    let resumption = Resumption(of: plan, after: Self.past("tests=no deploy=off other=off"))
    #expect(resumption.causes == [0: .unfinished(.failed), 1: .answers(0)])
  }

  @Test("of a node with instances only those run again that did not end well")
  func instances() {
    let plan = Reading.plan(
      """
      [each]
      command = "x {{ item }}"
      foreach = ["1", "2", "3"]
      max_failures = 1
      [after]
      command = "x"
      """
    ).plan
    func again(_ past: String) -> [String] {
      let resumption = Resumption(of: plan, after: Self.past(past))
      return plan.nodes.indices.filter { resumption.causes[$0] != nil }.map { plan.nodes[$0].id }.sorted()
    }
    #expect(again("each[1]=ok each[2]=no each[3]=no each=no after=stop") == ["after", "each", "each[2]", "each[3]"])
    // One failure within the limit, undone at once: the others went on without it.
    var past = Self.past("each[1]=ok each[2]=allowed each[3]=ok each=ok after=no")
    past.nodes["each[2]"]?.isUndone = true
    let resumption = Resumption(of: plan, after: past)
    #expect(resumption.causes.keys.map { plan.nodes[$0].id } == ["after"])
  }

  @Test("a nested runbook goes on inside, unless the node that runs it is begun anew")
  func nested() {
    let files = ["inner.toml": "[x]\ncommand = \"x\"\n[y]\ncommand = \"x\"\n"]
    let plan = Reading.plan(
      "[a]\ncommand = \"x\"\nrollback = \"u\"\n[n]\nrunbook = \"inner.toml\"\n[z]\ncommand = \"x\"\n", files: files
    ).plan
    func again(_ past: String) -> [String] {
      let resumption = Resumption(of: plan, after: Self.past(past))
      return plan.nodes.indices.filter { resumption.causes[$0] != nil }.map { plan.nodes[$0].id }.sorted()
    }
    #expect(again("a=ok n=no n/x=ok n/y=no z=stop") == ["n", "n/y", "z"])
    #expect(again("a=undone n=no n/x=ok n/y=no z=stop") == ["a", "n", "n/x", "n/y", "z"])
    #expect(again("a=ok n=ok n/x=ok n/y=undone z=no") == ["n", "n/x", "n/y", "z"])
  }
}
