/// The memory that a process may have (`RLIMIT_AS`).
public struct MemoryLimit: Sendable, Equatable {
  /// The bytes; at least 1 MiB, with less than which nothing starts.
  public let bytes: Int

  private static let minimum = 1 << 20
  private static let units: [(letter: Character, shift: Int)] = [("K", 10), ("M", 20), ("G", 30), ("T", 40)]

  /// The size as a runbook writes it, with the largest unit of which it is a multiple.
  public var text: String {
    let unit = Self.units.last { bytes % (1 << $0.shift) == 0 }
    return unit.map { "\(bytes >> $0.shift)\($0.letter)" } ?? String(bytes)
  }
}

extension MemoryLimit: ValueConvertible {
  /// What it is written as.
  public static var typeName: String { "a size of at least 1M, such as \"512M\", \"1.5G\" or a number of bytes" }

  /// A number of bytes, or of KiB, MiB, GiB, TiB: `512M`, `512MiB`.
  public static func convert(_ value: Value) -> MemoryLimit? {
    let bytes = value.string.flatMap(parse) ?? Int.convert(value)
    return bytes.flatMap { $0 >= minimum ? MemoryLimit(bytes: $0) : nil }
  }

  private static func parse(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let suffix = text.dropFirst(digits.count)
    guard let unit = units.first(where: { suffix == "\($0.letter)" || suffix == "\($0.letter)iB" }),
      let first = digits.first, let last = digits.last, first != ".", last != ".", let number = Double(digits)
    else { return nil }
    return Int(exactly: (number * Double(1 << unit.shift)).rounded())
  }
}
