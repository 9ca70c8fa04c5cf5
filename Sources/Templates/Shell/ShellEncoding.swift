/// Writes a value so that the shell sees exactly that value (POSIX.1-2017, XCU 2.2).
enum ShellEncoding {
  /// Appends `text` for its place.
  ///
  /// A place that is not safe must not come here.
  static func append(_ text: String, at position: ShellPosition, to output: inout [UInt8]) {
    switch position {
    case .bare, .unsafe: appendQuoted(text, to: &output)
    case .doubleQuoted: appendEscaped(text, to: &output)
    case .doubleQuotedAfterName:
      output.append(contentsOf: "\"\"".utf8)
      appendEscaped(text, to: &output)
    case .singleQuoted: appendInSingle(text, to: &output)
    case .hereDocument: appendInHereDocument(text, to: &output)
    case .literalHereDocument: output.append(contentsOf: text.utf8)
    }
  }

  /// Appends a reference to the variable `name` of the environment.
  ///
  /// The value of a variable is never read as shell code, and in quotation marks it is not split either (2.6).
  static func append(referenceTo name: String, at position: ShellPosition, to output: inout [UInt8]) {
    let reference =
      switch position {
      case .bare, .unsafe: "\"${\(name)}\""
      case .doubleQuoted, .doubleQuotedAfterName, .hereDocument, .literalHereDocument: "${\(name)}"
      case .singleQuoted: "'\"${\(name)}\"'"
      }
    output.append(contentsOf: reference.utf8)
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

  /// In a here-document: the three characters that keep a meaning there get a backslash (2.7.4).
  ///
  /// Every line of the value begins with an expansion to nothing, whatever the variable is: so no line is the delimiter,
  /// and no tab at its beginning is taken away.
  private static func appendInHereDocument(_ text: String, to output: inout [UInt8]) {
    output.append(contentsOf: nothing)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): output.append(UInt8(ascii: "\\"))
      default: break
      }
      output.append(byte)
      if byte == UInt8(ascii: "\n") { output.append(contentsOf: nothing) }
    }
  }

  private static let nothing = Array("${_+}".utf8)

  /// Inside `"…"`: the four characters that keep a meaning get a backslash (2.2.3).
  ///
  /// bash marks its own notes in a word with U+0001 and U+007F, and forgets some of them in `"…"` of an array; so a value
  /// with one of these leaves the double quotation marks for single ones.
  private static func appendEscaped(_ text: String, to output: inout [UInt8]) {
    if text.utf8.contains(where: { $0 == 0x01 || $0 == 0x7F }) {
      output.append(UInt8(ascii: "\""))
      appendQuoted(text, to: &output)
      output.append(UInt8(ascii: "\""))
      return
    }
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
