internal import Text

/// Writes values as JSON (RFC 8259) into a growing buffer.
public struct JSONWriter: Sendable {
  /// White space between the parts.
  public enum Layout: Sendable, Equatable {
    /// None: for records.
    case compact
    /// A space after commas and colons: the form that text shows lists and maps in.
    case spaced
    /// A line for each item, indented by so many spaces a level: for people.
    case indented(Int)
  }

  /// The bytes written so far.
  public private(set) var bytes: [UInt8] = []
  private let layout: Layout

  /// A writer with an empty buffer.
  public init(layout: Layout = .compact) {
    self.layout = layout
  }

  /// `value` as a JSON text.
  public static func string(_ value: Value, layout: Layout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Appends `value`.
  ///
  /// Infinite floats and NaN, which JSON lacks, become `null`, and so do objects.
  ///
  /// Nesting is bounded by whoever made the value: 128 for TOML, 512 for JSON, 100 for templates.
  public mutating func write(_ value: Value, depth: Int = 0) {
    switch value {
    case .null, .object: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .int(let number): append(String(number))
    case .double(let number): append(number.isFinite ? number.description : "null")
    case .string(let text): JSONEscaping.append(text, to: &bytes)
    case .list(let items): write(items, depth: depth)
    case .map(let map): write(map, depth: depth)
    }
  }

  private mutating func write(_ items: [Value], depth: Int) {
    append("[")
    for (index, item) in items.enumerated() {
      separate(index, depth: depth + 1)
      write(item, depth: depth + 1)
    }
    if !items.isEmpty { breakLine(depth: depth) }
    append("]")
  }

  private mutating func write(_ map: ValueMap, depth: Int) {
    append("{")
    for (index, entry) in map.entries.enumerated() {
      separate(index, depth: depth + 1)
      JSONEscaping.append(Self.keyText(entry.key), to: &bytes)
      append(layout == .compact ? ":" : ": ")
      write(entry.value, depth: depth + 1)
    }
    if !map.isEmpty { breakLine(depth: depth) }
    append("}")
  }

  /// A key as JSON demands it, as a string; numbers and booleans are written out, as Python's `json` does.
  private static func keyText(_ key: Value) -> String {
    if case .string(let text) = key { return text }
    return JSONWriter.string(key)
  }

  private mutating func separate(_ index: Int, depth: Int) {
    if index > 0 { append(layout == .spaced ? ", " : ",") }
    breakLine(depth: depth)
  }

  private mutating func breakLine(depth: Int) {
    guard case .indented(let width) = layout else { return }
    append("\n" + String(repeating: " ", count: depth * width))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}
