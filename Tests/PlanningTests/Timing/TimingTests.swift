import TestSupport
import Testing
import Values

@testable import Planning

/// How long nodes and runs take, as far as the plan tells.
@Suite("Times of a plan")
struct TimingTests {
  @Test(
    "the delays between attempts, as long as they can be",
    arguments: [
      (1, 1.0, 60.0, Backoff.exponential, 0.0), (2, 1, 60, .exponential, 1), (5, 1, 60, .exponential, 15),
      (10, 1, 60, .exponential, 243), (4, 100, 60, .exponential, 180),
      (1_000_000_000, 1, 60, .exponential, 59_999_999_643),
      (4, 10, 60, .linear, 60), (9, 10, 60, .linear, 330), (3, 90, 60, .linear, 120), (5, 0, 60, .linear, 0),
      (5, 0, 60, .exponential, 0), (4, 10, 60, .constant, 30), (4, 70, 60, .constant, 180), (0, 1, 60, .constant, 0),
    ])
  func delays(attempts: Int, base: Double, cap: Double, backoff: Backoff, sum: Double) {
    #expect(RetryTime.delays(attempts: attempts, base: base, cap: cap, backoff: backoff) == sum)
  }

  @Test("the delays are the sum of those that are taken", arguments: Backoff.allCases)
  func sum(backoff: Backoff) {
    for (base, cap) in [(1, 60), (7, 60), (60, 60), (61, 60)] {
      for attempts in 1...20 {
        let delays = (1..<max(1, attempts)).map {
          backoff.delay(afterAttempt: $0, base: .seconds(base), cap: .seconds(cap)) / .seconds(1)
        }
        let sum = RetryTime.delays(attempts: attempts, base: Double(base), cap: Double(cap), backoff: backoff)
        #expect(sum == delays.reduce(0, +), "\(base) \(cap) \(attempts)")
      }
    }
  }

  static let nodes: [(node: String, fastest: Double, slowest: Double?, cause: UnboundedCause?)] = [
    ("command = \"x\"", 0, nil, .noTimeout),
    ("command = \"x\"\ntimeout = \"1m\"", 0, 60, nil),
    ("command = \"x\"\ntimeout = \"{{ run.id | length }}\"", 0, nil, .timeoutOfRun),
    ("command = \"x\"\ntimeout = 10\nretry = { attempts = 3, delay = 5 }", 0, 45, nil),
    ("command = \"x\"\ntimeout = 10\nretry = \"{{ run.id | length }}\"", 0, nil, .retryOfRun),
    ("command = \"x\"\nretry = 3", 0, nil, .noTimeout),
    ("command = \"x\"\ntimeout = 10\nunless = \"y\"", 0, 20, nil),
    ("url = \"http://x\"\nunless = \"y\"", 0, 60, nil),
    ("url = \"http://x\"\nunless = \"{{ ENV == 'x' }}\"\ntimeout = \"{{ nodes.z.stdout }}\"", 0, nil, .timeoutOfRun),
    ("function = \"noop\"\nunless = \"y\"\ntimeout = \"{{ nodes.z.stdout }}\"", 0, nil, .timeoutOfRun),
    ("command = \"x\"\ntimeout = 10\nsnapshot = { command = \"y\", timeout = 5 }", 0, 20, nil),
    ("command = \"x\"\ntimeout = 10\nlock = \"db\"", 0, nil, .lock("db")),
    ("command = \"x\"\ntimeout = 10\nlock = \"{{ run.id }}\"", 0, nil, .lock(nil)),
    ("command = \"x\"\ntimeout = 10\npool = \"machine:m\"", 0, nil, .pool("machine:m")),
    ("command = \"x\"\ntimeout = 10\npool = \"own\"", 0, 10, nil),
    ("command = \"x\"\nskip = true", 0, 0, nil),
    ("command = \"x\"\nwhen = \"ENV == 'prod'\"", 0, 0, nil),
    ("url = \"http://x\"", 0, 30, nil),
    ("url = \"http://x\"\ntimeout = 5", 0, 5, nil),
    ("prompt = \"Go?\"", 0, nil, .person),
    ("prompt = \"Go?\"\ntimeout = \"1h\"", 0, 3600, nil),
    ("function = \"noop\"", 0, 0, nil),
    ("function = \"sleep\"\nparams = { duration = \"1m30s\" }", 90, 90, nil),
    ("function = \"sleep\"\nparams = { seconds = 9 }\ntimeout = 5", 5, 5, nil),
    ("function = \"sleep\"\nparams = { seconds = 9 }\nwhen = \"ENV == 'dev'\"", 9, 9, nil),
    ("function = \"sleep\"\nparams = { seconds = 9 }\nwhen = \"nodes.z.exit_code == 0\"", 0, 9, nil),
    ("function = \"sleep\"\nparams = { seconds = 9 }\ndepends_on = [\"z:failure\"]", 0, 9, nil),
    ("function = \"sleep\"\nparams = { seconds = 9 }\nunless = \"{{ ENV == 'dev' }}\"", 0, 9, nil),
    ("function = \"sleep\"\nparams = { seconds = \"{{ run.id | length }}\" }", 0, nil, .timeoutOfRun),
    ("function = \"sleep\"\nparams = { seconds = \"{{ run.id | length }}\" }\ntimeout = 7", 0, 7, nil),
  ]

  private static let head = """
    [runbook]
    pools = { own = 1, "machine:m" = 1 }
    [variables]
    ENV = "dev"
    [z]
    command = "z"
    timeout = 1

    """

  @Test("of a node", arguments: nodes.indices)
  func node(index: Int) {
    let (node, fastest, slowest, cause) = Self.nodes[index]
    let (plan, diagnostics) = Reading.plan(Self.head + "[a]\n" + node)
    #expect(!diagnostics.hasErrors, "\(node)")
    let time = RunTime(plan, places: 4).nodes[1]
    #expect(time.range == TimeRange(fastest: fastest, slowest: slowest), "\(node)")
    #expect(time.cause == cause, "\(node)")
  }

  /// Nodes that sleep exactly so long, or have a timeout: `a=5` and `a<5`, then what they depend on.
  private static func graph(_ text: String) -> String {
    text.split(separator: " ").map { word in
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      let isExact = parts[0].contains("=")
      let pair = parts[0].split { $0 == "=" || $0 == "<" }
      let needs = (parts.count > 1 ? parts[1] : "").split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ")
      let action =
        isExact ? "function = \"sleep\"\nparams = { seconds = \(pair[1]) }" : "command = \"x\"\ntimeout = \(pair[1])"
      return "[\(pair[0])]\n\(action)\ndepends_on = [\(needs)]\n"
    }.joined()
  }

  static let runs: [(graph: String, settings: String, places: Int, fastest: Double, slowest: Double)] = [
    ("a=5", "", 4, 5, 5), ("a<5", "", 4, 0, 5), ("a=5 b=3:a c<2:b", "", 4, 8, 10),
    ("a=5 b=3 c<2:a,b", "", 4, 5, 7.75), ("c=1:a,b a=5 b=3", "", 4, 6, 6.75),
    ("a=5 b=3 c<2:a,b", "mode = \"sequential\"", 4, 8, 10), ("a=4 b=4 c=4 d=4", "", 2, 8, 10),
    ("a=4 b=4 c=4 d=4", "", 1, 16, 16), ("a=4 b=4 c=4 d=4", "", 4, 4, 7),
  ]

  @Test("of a run: the longest way, and the work for which there is no place", arguments: runs.indices)
  func run(index: Int) {
    let (graph, settings, places, fastest, slowest) = Self.runs[index]
    let (plan, diagnostics) = Reading.plan("[runbook]\n\(settings)\n" + Self.graph(graph))
    #expect(!diagnostics.hasErrors)
    #expect(RunTime(plan, places: places).total == TimeRange(fastest: fastest, slowest: slowest), "\(graph)")
  }

  @Test("of batches: so many rounds")
  func batches() {
    let sleep = "function = \"sleep\"\nparams = { seconds = \"{{ item }}\" }\n"
    func total(_ items: String, _ size: Int) -> TimeRange {
      let text =
        "[a]\nforeach = [\(items)]\nbatch_size = \(size)\n\(sleep)[b]\nfunction = \"sleep\"\nparams = { seconds = 1 }"
      return RunTime(Reading.plan(text).plan, places: 1000).total
    }
    #expect(total("3, 3, 3", 2).fastest == 7)
    #expect(total("3, 3, 3", 3).fastest == 4)
    #expect(total("5, 1, 1, 1", 2).fastest == 6)
    #expect(total("3, 3, 3", 1).slowest == 10)
  }

  @Test("of pools: what they bear takes its time")
  func pools() {
    let nodes = ["a", "b", "c"].map {
      "[\($0)]\nfunction = \"sleep\"\nparams = { seconds = 4 }\ndepends_on = []\npool = { p = 2 }\n"
    }
    let time = RunTime(Reading.plan("[runbook]\npools = { p = 3 }\n" + nodes.joined()).plan, places: 8)
    #expect(time.total.fastest == 8)
    #expect(time.total.slowest == 12)
  }

  @Test("of the end, handlers and rollbacks")
  func end() {
    let text = """
      [a]
      command = "x"
      timeout = 10
      rollback = "y"
      [undo]
      function = "sleep"
      params = { seconds = 5 }
      when = "has_failed('a')"
      [tell]
      function = "sleep"
      params = { seconds = 3 }
      when = "always()"
      """
    let time = RunTime(Reading.plan(text).plan, places: 4)
    #expect(time.total == TimeRange(fastest: 0, slowest: 18))
    #expect(time.recovery == 900)
    #expect(RunTime(Reading.plan("[runbook]\nrollback = \"never\"\n" + text).plan, places: 4).recovery == nil)
  }

  @Test("are unknown where one node has no limit, and never overflow")
  func limits() {
    let text = "[a]\ncommand = \"x\"\n[b]\nfunction = \"sleep\"\nparams = { seconds = 5 }"
    let time = RunTime(Reading.plan(text).plan, places: 4)
    #expect(time.total == TimeRange(fastest: 5, slowest: nil))
    #expect(time.unbounded == [0])
    let long =
      "[a]\ncommand = \"x\"\ntimeout = \"36500d\"\nretry = { attempts = 9223372036854775807, delay = \"36500d\" }"
    #expect((RunTime(Reading.plan(long).plan, places: 4).total.slowest ?? 0) > 1e28)
  }
}
