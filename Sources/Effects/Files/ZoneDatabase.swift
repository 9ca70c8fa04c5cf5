public import Values

/// The database of time zones of this machine: a file for each, below one of a few folders (RFC 8536).
public struct ZoneDatabase: Sendable {
  private let folders: [String]
  private let localFile: String
  /// The variable `TZ`.
  private let variable: String?

  /// Where databases stand; `TZDIR` names another folder, and `TZ` the zone of this machine's clock.
  public init(environment: [String: String], localFile: String = "/etc/localtime") {
    let usual = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"]
    folders = (environment["TZDIR"].map { [$0] } ?? []) + usual
    variable = environment["TZ"]
    self.localFile = localFile
  }

  /// No file of the database comes near it.
  private static let largest = 1 << 20

  /// How the clocks of a zone go; nothing if there is no such zone.
  public func rules(of zone: ClockZone) -> ZoneRules? {
    switch zone {
    case .offset: zone.fixedRules
    case .named(let name): folders.lazy.compactMap { Self.rules(in: "\($0)/\(name)") }.first
    case .local: localRules
    }
  }

  /// As the C library takes `TZ`: a path or a name behind a colon, a name, or a rule; empty is UTC, and what nobody knows too.
  private var localRules: ZoneRules? {
    guard let variable else { return Self.rules(in: localFile) ?? ZoneRules(offset: 0) }
    let name = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
    if name.hasPrefix("/") { return Self.rules(in: name) ?? ZoneRules(offset: 0) }
    let named = ClockZone.isName(name) ? rules(of: .named(name)) : nil
    return named ?? ZoneRules(text: name) ?? ZoneRules(offset: 0)
  }

  private static func rules(in path: String) -> ZoneRules? {
    guard let bytes = try? FileReader.read(path, limit: largest) else { return nil }
    return ZoneRules(file: bytes)
  }

  /// The names of the zones, as its table lists them; none where there is no table.
  public var names: [String] {
    for folder in folders {
      for file in ["tzdata.zi", "zone1970.tab", "zone.tab"] {
        guard let text = FileReader.systemFile("\(folder)/\(file)") else { continue }
        return Self.names(in: text, ofSource: file == "tzdata.zi")
      }
    }
    return []
  }

  /// In the source of the database a zone is a line `Z NAME …`, another name of one `L NAME NAME`.
  private static func names(in text: String, ofSource: Bool) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count > 1, words[0] != "#" else { return nil }
      if !ofSource { return words.count > 2 ? String(words[2]) : nil }
      return words[0] == "Z" ? String(words[1]) : words[0] == "L" && words.count > 2 ? String(words[2]) : nil
    }
  }
}
