public import Templates
public import Text
public import Values

/// When a rollout may begin (design 8): in one text, or part by part.
public struct WindowDeclaration: Sendable {
  /// All of it in one text; nothing if its parts are written.
  public var whole: Field<WeeklyWindow>?
  /// The days.
  public var days: Field<WeekdaySet> = .literal(.all)
  /// From when to when.
  public var hours: Field<DayHoursList> = .literal(.all)
  /// Where the clock stands that these are read from.
  public var zone: Field<ClockZone> = .literal(.local)
  /// Where its zone is written, or else all of it.
  public var span: ByteSpan
}
