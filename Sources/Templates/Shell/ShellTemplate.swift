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
    let outputs = template.outputs
    // Shells make nothing else of numbers and booleans, wherever they read them.
    let numbers = Set(outputs.filter { $0.expression.isNumeric(numeric) }.map(\.ordinal))
    let readAgain = places[0].flow.endangered
    let secretOutputs = SecretOutputs.find(in: template, secrets: secrets)
    let positions = (0..<template.outputCount).map { ordinal in
      if dialect == nil { return ShellPosition.unsafe(.unknownShell(shellName)) }
      var position = places[0].positions[ordinal] ?? .unsafe(.unclear)
      if readAgain.contains(ordinal), !numbers.contains(ordinal), !position.isUnsafe { position = .unsafe(.readAgain) }
      return secretOutputs[ordinal] == nil ? position : position.forReference
    }
    let failures = outputs.compactMap { output in
      danger(of: output, at: positions[output.ordinal], isSecret: secretOutputs[output.ordinal] != nil).map {
        TemplateFailure(.unsafePosition($0), at: output.expression.span)
      }
    }
    let all = ShellPlaces(
      positions: positions, attached: places[0].attached, hosts: places[0].hosts, secrets: secretOutputs)
    let compiled = ShellTemplate(
      template: template, places: all, shown: places[0].shownInProcessList, remote: places[0].readBySecondShell)
    return (compiled, failures)
  }

  private static func danger(
    of output: Statement.Output, at position: ShellPosition, isSecret: Bool
  ) -> ShellPosition.Unsafe? {
    if output.isRaw { return isSecret ? .rawSecret : nil }
    if case .unsafe(let reason) = position { return reason }
    return nil
  }

  /// Where a value is read by a second shell, as `ssh` starts one, and is not quoted for it by the filter `quote`.
  public var secondShellSpans: [ByteSpan] {
    spans { remote.contains($0.ordinal) && !$0.isQuoted && !$0.isRaw }
  }

  /// Where the filter `quote` quotes a value that is quoted for its place anyhow, so that the quotation marks arrive too.
  public var quotedTwiceSpans: [ByteSpan] {
    spans { $0.isQuoted && !remote.contains($0.ordinal) && !places.positions[$0.ordinal].isInDocument }
  }

  /// Where a secret becomes an argument of a program, which the system's list of processes shows.
  public var secretArgumentSpans: [ByteSpan] {
    spans { places.secrets[$0.ordinal] != nil && shown.contains($0.ordinal) }
  }

  /// Where `raw` inserts source text instead of a value.
  public var rawSpans: [ByteSpan] { spans(where: \.isRaw) }

  private func spans(where isMeant: (Statement.Output) -> Bool) -> [ByteSpan] {
    template.outputs.filter(isMeant).map(\.expression.span)
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
