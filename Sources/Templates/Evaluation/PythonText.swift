internal import Text
internal import Values

/// Values as Python's `repr` writes them.
enum PythonText {
  static func repr(_ value: Value) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .int(let number): String(number)
    case .double(let number): number.description
    case .string(let text): quoted(text)
    case .list(let items): "[" + items.map(repr).joined(separator: ", ") + "]"
    case .map(let map):
      "{" + map.entries.map { "\(repr($0.key)): \(repr($0.value))" }.joined(separator: ", ") + "}"
    case .object(let object): repr(object)
    }
  }

  /// The text that a map is sorted by when it is written.
  static func keyText(_ key: Value) -> String {
    key.string ?? repr(key)
  }

  private static func repr(_ object: any ValueObject) -> String {
    guard let tuple = object as? Tuple else { return "<\(object.kind)>" }
    let items = tuple.items.map(repr).joined(separator: ", ")
    return tuple.items.count == 1 ? "(\(items),)" : "(\(items))"
  }

  /// In single quotation marks, or in double ones if that saves escapes.
  private static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar =
      text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars { append(scalar, quote: quote, to: &result) }
    result.unicodeScalars.append(quote)
    return result
  }

  private static func append(
    _ scalar: Unicode.Scalar, quote: Unicode.Scalar, to result: inout String
  ) {
    switch scalar {
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case quote: result += "\\\(quote)"
    default:
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        let value = scalar.value
        let (letter, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
        result += "\\\(letter)" + HexDigits.upper(value, width: width).lowercased()
      }
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}
