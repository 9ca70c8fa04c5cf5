internal import Text

/// The form in which toml-test compares documents: every scalar as `{"type": …, "value": "…"}`.
public enum TOMLTaggedJSON {
  /// `item` with everything inside it.
  ///
  /// Recurses at most as deep as the parser allows nesting.
  public static func encode(_ item: TOMLItem) -> [UInt8] {
    var output: [UInt8] = []
    append(item, to: &output)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private static func append(_ item: TOMLItem, to output: inout [UInt8]) {
    switch item.kind {
    case .table: appendTable(item, to: &output)
    case .array: appendArray(item, to: &output)
    default: appendScalar(item, to: &output)
    }
  }

  private static func appendTable(_ table: TOMLItem, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    for (index, item) in table.children.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      JSONEscaping.append(item.key, to: &output)
      output.append(UInt8(ascii: ":"))
      append(item, to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func appendArray(_ array: TOMLItem, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
    for (index, item) in array.children.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      append(item, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private static func appendScalar(_ item: TOMLItem, to output: inout [UInt8]) {
    let (tag, text) = tagged(item)
    output += Array("{\"type\":\"\(tag)\",\"value\":".utf8)
    JSONEscaping.append(text, to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private static func tagged(_ item: TOMLItem) -> (tag: String, text: String) {
    switch item.kind {
    case .integer: ("integer", String(item.integer ?? 0))
    case .float: ("float", (item.float ?? 0).description)
    case .boolean: ("bool", String(item.boolean ?? false))
    case .offsetDateTime: ("datetime", item.dateTime?.rfc3339 ?? "")
    case .localDateTime: ("datetime-local", item.dateTime?.rfc3339 ?? "")
    case .localDate: ("date-local", item.dateTime?.rfc3339 ?? "")
    case .localTime: ("time-local", item.dateTime?.rfc3339 ?? "")
    case .string, .table, .array: ("string", item.string ?? "")
    }
  }
}
