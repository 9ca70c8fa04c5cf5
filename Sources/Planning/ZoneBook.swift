public import Values

/// The time zones that a plan can name.
public struct ZoneBook {
  /// How the clocks of a zone go; nothing if there is none of that name.
  public let rules: (ClockZone) -> ZoneRules?
  /// The names that there are, to tell which was meant.
  public let names: () -> [String]

  /// Zones that `rules` knows.
  public init(rules: @escaping (ClockZone) -> ZoneRules?, names: @escaping () -> [String] = { [] }) {
    self.rules = rules
    self.names = names
  }

  /// The zones that need no database; this machine's clock counts as one that shows UTC.
  public static var fixed: ZoneBook { ZoneBook(rules: { $0 == .local ? ZoneRules(offset: 0) : $0.fixedRules }) }
}
