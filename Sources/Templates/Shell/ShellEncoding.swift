/// Writes a value so that the shell sees exactly that value (POSIX.1-2017, XCU 2.2).
enum ShellEncoding {
  /// Appends `text` for its place.
  ///
  /// A place that is not safe must not come here.
  static func append(_ text: String, at position: ShellPosition, to output: inout [UInt8]) {
    switch position {
    case .bare, .unsafe: appendQuoted(text, to: &output)
    case .doubleQuoted: appendEscaped(text, to: &output)
    case .singleQuoted: appendInSingle(text, to: &output)
    }
  }

  /// In single quotation marks, where nothing but they themselves has a meaning.
  ///
  /// Always quoted, even where it would not be needed: an unquoted word could be a reserved one, `2` before `>` would be a
  /// file descriptor, and what is quoted is seen to be data.
  static func appendQuoted(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "'"))
    appendInSingle(text, to: &output)
    output.append(UInt8(ascii: "'"))
  }

  /// Inside `'…'`: the quotation mark is closed, written with a backslash, and opened again.
  private static func appendInSingle(_ text: String, to output: inout [UInt8]) {
    for byte in text.utf8 {
      if byte == UInt8(ascii: "'") {
        output.append(contentsOf: [0x27, 0x5C, 0x27, 0x27])
      } else {
        output.append(byte)
      }
    }
  }

  /// Inside `"…"`: the four characters that keep a meaning get a backslash (2.2.3).
  private static func appendEscaped(_ text: String, to output: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
      default: break
      }
      output.append(byte)
    }
  }
}
