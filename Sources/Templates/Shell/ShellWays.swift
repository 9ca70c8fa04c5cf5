/// Follows every way through a command's branches and loops; ways that have come to the same state are one again.
struct ShellWays {
  /// More ways than this are not followed.
  private static let maximumWays = 32
  /// When every statement has been passed so many times on average, no place is known: rounds inside rounds multiply.
  private static let maximumPasses = 200

  private let maximumSteps: Int
  private var steps = 0
  private var isExhausted: Bool { steps > maximumSteps }

  private init(maximumSteps: Int) {
    self.maximumSteps = maximumSteps
  }

  /// The states at the end of `statements`, with the places of all values on the way.
  static func through(_ statements: [Statement], from start: ShellScanner) -> [ShellScanner] {
    var ways = ShellWays(maximumSteps: maximumPasses * count(statements))
    let ends = ways.follow(statements, from: [start])
    return ways.isExhausted ? [start] : ends
  }

  private static func count(_ statements: [Statement]) -> Int {
    statements.reduce(statements.count) { $0 + $1.bodies.reduce(0) { $0 + count($1) } }
  }

  private mutating func follow(_ statements: [Statement], from start: [ShellScanner]) -> [ShellScanner] {
    var ways = start
    for statement in statements {
      steps += ways.count
      if isExhausted { return ways }
      follow(statement, &ways)
    }
    return ways
  }

  private mutating func follow(_ statement: Statement, _ ways: inout [ShellScanner]) {
    switch statement {
    case .text(let bytes): for index in ways.indices { ways[index].scan(bytes) }
    case .output(let output): for index in ways.indices { ways[index].insertion(output.ordinal) }
    case .branches(let branches, let otherwise):
      var joined: [ShellScanner] = []
      for body in branches.map(\.body) + [otherwise] { joined += follow(body, from: ways) }
      ways = Self.joined(joined)
    case .loop(let loop): ways = follow(loop, from: ways)
    case .scoped(_, let body): ways = follow(body, from: ways)
    case .assignment, .macro, .evaluation: break
    case .exit: Self.lose(&ways)
    }
  }

  /// Follows no round, one and two; a loop whose rounds go on in ever new states is not followed.
  private mutating func follow(_ loop: Statement.Loop, from start: [ShellScanner]) -> [ShellScanner] {
    let once = Self.joined(follow(loop.body, from: start))
    let isUnchanged = once.allSatisfy { way in start.contains { $0.readsOn(like: way) } }
    let twice = isUnchanged ? once : Self.joined(once + follow(loop.body, from: once))
    if twice.count == once.count { return Self.joined(follow(loop.otherwise, from: start) + twice) }
    var lost = twice
    Self.lose(&lost)
    return Self.joined(follow(loop.body, from: lost))
  }

  private static func lose(_ ways: inout [ShellScanner]) {
    for index in ways.indices { ways[index].isLost = true }
  }

  private static func joined(_ ways: [ShellScanner]) -> [ShellScanner] {
    var result: [ShellScanner] = []
    for way in ways {
      if let same = result.firstIndex(where: { $0.readsOn(like: way) }) {
        result[same].merge(way)
      } else {
        result.append(way)
      }
    }
    guard result.count > maximumWays else { return result }
    for other in result.dropFirst() { result[0].merge(other) }
    result[0].isLost = true
    return [result[0]]
  }
}
