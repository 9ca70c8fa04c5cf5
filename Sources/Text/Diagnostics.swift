/// Collects diagnostics, so that a stage can go on after a mistake and report all of them.
public struct Diagnostics: Sendable {
  /// What was reported, in the order of reporting.
  public private(set) var items: [Diagnostic] = []
  /// The number of errors among them.
  public private(set) var errorCount = 0

  /// Texts that stand in the source and are shown to nobody.
  public private(set) var hidden: [String] = []

  /// An empty collection.
  public init() {}

  /// Whether anything that keeps the runbook from running was reported.
  public var hasErrors: Bool { errorCount > 0 }

  /// The number of warnings.
  public var warningCount: Int { items.count - errorCount }

  /// Adds a finished diagnostic.
  public mutating func append(_ diagnostic: Diagnostic) {
    items.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }

  /// Adds everything that another collection holds.
  public mutating func append(contentsOf other: Diagnostics) {
    items.append(contentsOf: other.items)
    errorCount += other.errorCount
    hidden += other.hidden
  }

  /// Keeps a text of the source out of what is shown of it.
  public mutating func hide(_ text: String) {
    if !text.isEmpty { hidden.append(text) }
  }

  /// Reports `problem` at `place`.
  public mutating func report(
    _ problem: some Problem, at place: Place, notes: [Diagnostic.Note] = []
  ) {
    append(
      Diagnostic(
        severity: problem.severity, id: problem.id, message: problem.message, place: place,
        notes: notes, hint: problem.hint))
  }

  /// Reports `problem` at a stretch of `source`.
  public mutating func report(
    _ problem: some Problem, in source: SourceText, at span: ByteSpan,
    notes: [Diagnostic.Note] = []
  ) {
    report(problem, at: .span(source, span), notes: notes)
  }

  /// The diagnostics in source order: those of the first text by offset, then the next text's, then those without a text.
  ///
  /// Texts come in the order in which they were first reported. Stable, O(n log n).
  public func sorted() -> [Diagnostic] {
    var order: [ObjectIdentifier: Int] = [:]
    let keyed = items.enumerated().map { index, item -> (file: Int, offset: Int, index: Int) in
      guard let (source, span) = item.place.stretch else { return (Int.max, 0, index) }
      let file = order[ObjectIdentifier(source)] ?? order.count
      order[ObjectIdentifier(source)] = file
      return (file, span.start, index)
    }
    return keyed.sorted { $0 < $1 }.map { items[$0.index] }
  }
}
