public import Text

/// A command template together with the place in the shell's text where each of its values lands.
public struct ShellTemplate: Sendable {
  /// The template.
  public let template: Template
  private let places: ShellPlaces
  /// The values that become arguments of programs.
  private let shown: Set<Int>
  /// The values that a second shell reads.
  private let remote: Set<Int>

  /// Follows the quoting state through `template`; returns the places where no value is safe as failures.
  ///
  /// With no `dialect` the shell is one whose rules are not known, and every value is refused. Values that come from
  /// the names in `secrets` are inserted as references to the environment.
  public static func compile(
    _ template: Template, dialect: ShellDialect?, shellName: String, secrets: Set<String> = [],
    numeric: Set<String> = []
  ) -> (template: ShellTemplate, failures: [TemplateFailure]) {
    var places = ShellWays.through(template.statements, from: ShellScanner(dialect: dialect ?? .sh))
    for index in places.indices {
      places[index].scan([UInt8(ascii: "\n")])  // Ends the last word, which may endanger values before it.
    }
    for other in places.dropFirst() { places[0].merge(other) }
    let numbers = numericOutputs(of: template, numeric: numeric)
    let readAgain = places[0].flow.endangered
    let secretOutputs = SecretOutputs.find(in: template, secrets: secrets)
    let positions = (0..<template.outputCount).map { ordinal in
      if dialect == nil { return ShellPosition.unsafe(.unknownShell(shellName)) }
      var position = places[0].positions[ordinal] ?? .unsafe(.unclear)
      if readAgain.contains(ordinal), !numbers.contains(ordinal), !position.isUnsafe { position = .unsafe(.readAgain) }
      return secretOutputs[ordinal] == nil ? position : position.forReference
    }
    var failures: [TemplateFailure] = []
    forEachOutput(template.statements) { output in
      if let reason = danger(of: output, at: positions[output.ordinal], isSecret: secretOutputs[output.ordinal] != nil)
      {
        failures.append(TemplateFailure(.unsafePosition(reason), at: output.expression.span))
      }
    }
    let all = ShellPlaces(
      positions: positions, attached: places[0].attached, hosts: places[0].hosts, secrets: secretOutputs)
    let compiled = ShellTemplate(
      template: template, places: all, shown: places[0].shownInProcessList, remote: places[0].readBySecondShell)
    return (compiled, failures)
  }

  /// Where a value is read by a second shell, as `ssh` starts one, and is not quoted for it by the filter `quote`.
  public var secondShellSpans: [ByteSpan] {
    var spans: [ByteSpan] = []
    Self.forEachOutput(template.statements) { output in
      guard remote.contains(output.ordinal), !output.isQuoted, !output.isRaw else { return }
      spans.append(output.expression.span)
    }
    return spans
  }

  /// Where the filter `quote` quotes a value that is quoted for its place anyhow, so that the quotation marks arrive too.
  public var quotedTwiceSpans: [ByteSpan] {
    var spans: [ByteSpan] = []
    Self.forEachOutput(template.statements) { output in
      guard output.isQuoted, !remote.contains(output.ordinal), !places.positions[output.ordinal].isInDocument else {
        return
      }
      spans.append(output.expression.span)
    }
    return spans
  }

  private static func danger(
    of output: Statement.Output, at position: ShellPosition, isSecret: Bool
  ) -> ShellPosition.Unsafe? {
    if output.isRaw { return isSecret ? .rawSecret : nil }
    if case .unsafe(let reason) = position { return reason }
    return nil
  }

  /// The outputs that are certainly numbers or booleans: shells make nothing else of them, wherever they read them.
  private static func numericOutputs(of template: Template, numeric: Set<String>) -> Set<Int> {
    var result: Set<Int> = []
    forEachOutput(template.statements) { output in
      if output.expression.isNumeric(numeric) { result.insert(output.ordinal) }
    }
    return result
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
    evaluator.taint(by: template)
    var sink = ShellSink(places: places)
    try evaluator.render(template.statements, into: &sink)
    do throws(TemplateProblem) {
      return ShellCommandText(text: String(decoding: try sink.finished(), as: UTF8.self), secrets: sink.secrets)
    } catch {
      throw TemplateFailure(error, at: template.span)
    }
  }
}
