/// One mistake or warning, ready to be shown in any format.
public struct Diagnostic: Sendable {
  /// A remark that belongs to a diagnostic, often with a second place.
  public struct Note: Sendable {
    /// What the note says.
    public let message: String
    /// Where it points; nothing for a remark without a place.
    public let place: Place?

    /// A note with an optional place.
    public init(_ message: String, at place: Place? = nil) {
      self.message = message
      self.place = place
    }
  }

  /// How much it matters.
  public let severity: Severity
  /// A stable identifier such as `plan.cycle`; scripts may rely on it.
  public let id: String
  /// What is wrong, in one sentence without a full stop.
  public let message: String
  /// Where it is wrong.
  public let place: Place
  /// Further places and remarks.
  public let notes: [Note]
  /// What to do about it.
  public let hint: String?

  /// A diagnostic with wording of its own; stages report a `Problem` instead.
  public init(
    severity: Severity, id: String, message: String, place: Place, notes: [Note] = [],
    hint: String? = nil
  ) {
    self.severity = severity
    self.id = id
    self.message = message
    self.place = place
    self.notes = notes
    self.hint = hint
  }

  /// The diagnostic without what it quotes, and without its hint, for texts that may hold secrets.
  public var withoutQuotations: Diagnostic {
    Diagnostic(
      severity: severity, id: id, message: Self.withoutQuotations(message), place: place,
      notes: notes.map { Note(Self.withoutQuotations($0.message), at: $0.place) })
  }

  private static func withoutQuotations(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { $0 % 2 == 1 ? "***" : String($1) }.joined(separator: "`")
  }
}
