internal import Text

/// What was reported, so that a mistake in a template that many nodes have is told once and not for each of them.
struct Complaints {
  private struct Complaint: Hashable {
    let id: String
    let source: ObjectIdentifier
    let span: ByteSpan
  }

  private var told: Set<Complaint> = []

  /// Beginning with what was reported of the node itself.
  init(_ diagnostics: Diagnostics) {
    told = Set(diagnostics.items.compactMap(Self.complaint))
  }

  /// What of `found` was not told before.
  mutating func new(_ found: Diagnostics) -> Diagnostics {
    var result = Diagnostics()
    for diagnostic in found.items where isNew(diagnostic) { result.append(diagnostic) }
    return result
  }

  private mutating func isNew(_ diagnostic: Diagnostic) -> Bool {
    Self.complaint(diagnostic).map { told.insert($0).inserted } ?? true
  }

  /// What of `found` was not told before, with the instance that showed it.
  mutating func new(_ found: Diagnostics, of instance: String) -> Diagnostics {
    var result = Diagnostics()
    for diagnostic in found.items where isNew(diagnostic) {
      result.append(
        Diagnostic(
          severity: diagnostic.severity, id: diagnostic.id, message: diagnostic.message, place: diagnostic.place,
          notes: diagnostic.notes + [Diagnostic.Note("in `\(instance)`")], hint: diagnostic.hint))
    }
    return result
  }

  private static func complaint(_ diagnostic: Diagnostic) -> Complaint? {
    guard let (source, span) = diagnostic.place.stretch else { return nil }
    return Complaint(id: diagnostic.id, source: ObjectIdentifier(source), span: span)
  }
}
