public import Text

/// A command template together with the place in the shell's text where each of its values lands.
public struct ShellTemplate: Sendable {
  /// The template.
  public let template: Template
  private let places: ShellPlaces
  /// The values that become arguments of programs.
  private let shown: Set<Int>

  /// Follows the quoting state through `template`; returns the places where no value is safe as failures.
  ///
  /// With no `dialect` the shell is one whose rules are not known, and every value is refused. Values that come from
  /// the names in `secrets` are inserted as references to the environment.
  public static func compile(
    _ template: Template, dialect: ShellDialect?, shellName: String, secrets: Set<String> = []
  ) -> (template: ShellTemplate, failures: [TemplateFailure]) {
    var places = follow(template.statements, from: [ShellScanner(dialect: dialect ?? .sh)])
    for index in places.indices {
      places[index].scan([UInt8(ascii: "\n")])  // Ends the last word, which may endanger values before it.
    }
    for other in places.dropFirst() { places[0].merge(other) }
    let secretOutputs = SecretOutputs.find(in: template, secrets: secrets)
    let positions = (0..<template.outputCount).map { ordinal in
      if dialect == nil { return ShellPosition.unsafe(.unknownShell(shellName)) }
      let position = places[0].positions[ordinal] ?? .unsafe(.unclear)
      return secretOutputs[ordinal] == nil ? position : position.forReference
    }
    var failures: [TemplateFailure] = []
    forEachOutput(template.statements) { output in
      if let reason = danger(of: output, at: positions[output.ordinal], isSecret: secretOutputs[output.ordinal] != nil) {
        failures.append(TemplateFailure(.unsafePosition(reason), at: output.expression.span))
      }
    }
    let all = ShellPlaces(positions: positions, attached: places[0].attached, secrets: secretOutputs)
    return (ShellTemplate(template: template, places: all, shown: places[0].shownInProcessList), failures)
  }

  private static func danger(
    of output: Statement.Output, at position: ShellPosition, isSecret: Bool
  ) -> ShellPosition.Unsafe? {
    if output.isRaw { return isSecret ? .rawSecret : nil }
    if case .unsafe(let reason) = position { return reason }
    return nil
  }

  /// Where a secret becomes an argument of a program, which the system's list of processes shows.
  public var secretArgumentSpans: [ByteSpan] {
    var spans: [ByteSpan] = []
    Self.forEachOutput(template.statements) { output in
      if places.secrets[output.ordinal] != nil, shown.contains(output.ordinal) { spans.append(output.expression.span) }
    }
    return spans
  }

  /// Where `raw` inserts source text instead of a value.
  public var rawSpans: [ByteSpan] {
    var spans: [ByteSpan] = []
    Self.forEachOutput(template.statements) { if $0.isRaw { spans.append($0.expression.span) } }
    return spans
  }

  /// More ways through the branches of one command than this are not followed.
  private static let maximumWays = 32

  /// Follows every way through the statements; ways that have come to the same state are one again.
  private static func follow(_ statements: [Statement], from start: [ShellScanner]) -> [ShellScanner] {
    var ways = start
    for statement in statements {
      switch statement {
      case .text(let bytes): for index in ways.indices { ways[index].scan(bytes) }
      case .output(let output): for index in ways.indices { ways[index].insertion(output.ordinal) }
      case .branches(let branches, let otherwise):
        let bodies = branches.map(\.body) + [otherwise]
        ways = joined(bodies.flatMap { follow($0, from: ways) })
      case .loop(let loop):
        ways = follow(loop, from: ways)
      case .scoped(_, let body): ways = follow(body, from: ways)
      case .assignment, .macro, .evaluation: break
      case .exit: for index in ways.indices { ways[index].isLost = true }
      }
    }
    return ways
  }

  /// Follows no round, one and two; a loop whose rounds go on in ever new states is not followed.
  private static func follow(_ loop: Statement.Loop, from start: [ShellScanner]) -> [ShellScanner] {
    let once = joined(follow(loop.body, from: start))
    let twice = joined(once + follow(loop.body, from: once))
    if twice.count == once.count { return joined(follow(loop.otherwise, from: start) + twice) }
    var lost = twice
    for index in lost.indices { lost[index].isLost = true }
    return joined(follow(loop.body, from: lost))
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

  static func forEachOutput(_ statements: [Statement], _ body: (Statement.Output) -> Void) {
    for statement in statements {
      switch statement {
      case .text: break
      case .output(let output): body(output)
      case .branches(let branches, let otherwise):
        for branch in branches { forEachOutput(branch.body, body) }
        forEachOutput(otherwise, body)
      case .loop(let loop):
        forEachOutput(loop.body, body)
        forEachOutput(loop.otherwise, body)
      case .scoped(_, let inner): forEachOutput(inner, body)
      case .assignment, .macro, .evaluation, .exit: break
      }
    }
  }

  /// The shell's text, every value encoded for its place.
  public func render(with evaluator: inout TemplateEvaluator) throws(TemplateFailure) -> ShellCommandText {
    var sink = ShellSink(places: places)
    try evaluator.render(template.statements, into: &sink)
    do throws(TemplateProblem) {
      return ShellCommandText(text: String(decoding: try sink.finished(), as: UTF8.self), secrets: sink.secrets)
    } catch {
      throw TemplateFailure(error, at: template.span)
    }
  }
}
