internal import Text

extension TOMLProblem: Problem {
  var id: String {
    switch self {
    case .tooLarge: "toml.too-large"
    case .invalidUTF8: "toml.invalid-utf8"
    case .tooManyErrors: "toml.too-many-errors"
    case .controlCharacter: "toml.control-character"
    case .bareCarriageReturn: "toml.bare-carriage-return"
    case .missingKey: "toml.missing-key"
    case .invalidKeyCharacter: "toml.invalid-key"
    case .unexpectedClosing: "toml.unexpected-closing"
    case .multilineKey: "toml.multiline-key"
    case .tooManyKeyParts: "toml.too-deep"
    case .missingEquals, .colonForEquals: "toml.missing-equals"
    case .missingValueForKey, .missingValue: "toml.missing-value"
    case .textAfterValue: "toml.text-after-value"
    case .textAfterHeader: "toml.text-after-header"
    case .emptyHeader, .unclosedHeader: "toml.invalid-header"
    case .duplicateKey: "toml.duplicate-key"
    case .duplicateTable: "toml.duplicate-table"
    case .notATable: "toml.not-a-table"
    case .extendsInlineTable: "toml.extends-inline-table"
    case .extendsStaticArray: "toml.extends-array"
    case .extendsTableByDottedKey: "toml.extends-table"
    case .arrayNotTable, .tableNotArray: "toml.table-or-array"
    case .invalidValue: "toml.invalid-value"
    case .invalidNumber: "toml.invalid-number"
    case .leadingZero: "toml.leading-zero"
    case .misplacedUnderscore: "toml.misplaced-underscore"
    case .integerOutOfRange, .floatOutOfRange: "toml.out-of-range"
    case .invalidDateTime: "toml.invalid-date-time"
    case .dateOutOfRange: "toml.date-out-of-range"
    case .unclosedString, .unclosedMultilineString: "toml.unclosed-string"
    case .tooManyQuotes: "toml.too-many-quotes"
    case .invalidEscape, .invalidEscapeDigits, .escapeIsNoScalar: "toml.invalid-escape"
    case .unclosedArray: "toml.unclosed-array"
    case .unclosedInlineTable: "toml.unclosed-inline-table"
    case .missingComma: "toml.missing-comma"
    case .extraComma: "toml.extra-comma"
    case .tooDeep: "toml.too-deep"
    }
  }

  var message: String {
    switch self {
    case .tooLarge(let bytes):
      "the file has \(bytes) bytes; at most \(SourceText.maximumSize) are read"
    case .invalidUTF8(let byte, let offset):
      "byte 0x\(HexDigits.upper(UInt32(byte), width: 2)) at offset \(offset) is not UTF-8"
    case .tooManyErrors(let more): "and \(more) more mistake\(more == 1 ? "" : "s") in this file"
    case .controlCharacter(let byte, let location):
      "control character \(Self.codePoint(UInt32(byte))) in \(location.rawValue)"
    case .bareCarriageReturn: "a carriage return (U+000D) without a line feed"
    case .missingKey: "a key is missing"
    case .invalidKeyCharacter(let text): "`\(text)` cannot stand in an unquoted key"
    case .unexpectedClosing(let byte): "`\(Self.character(byte))` closes nothing"
    case .multilineKey: "a key cannot be a multi-line string"
    case .tooManyKeyParts(let limit): "a key has more than \(limit) parts"
    case .missingEquals: "`=` is missing after the key"
    case .colonForEquals: "a key is followed by `:`"
    case .missingValueForKey(let key): "key `\(key)` has no value"
    case .missingValue: "a value is missing"
    case .textAfterValue: "something follows the value"
    case .textAfterHeader: "something follows the table header"
    case .emptyHeader: "the table header is empty"
    case .unclosedHeader(let isArray): "the table header is not closed by `\(isArray ? "]]" : "]")`"
    case .duplicateKey(let key): "key `\(key)` stands here twice"
    case .duplicateTable(let name): "table `\(name)` is defined twice"
    case .notATable(let name, let kind): "`\(name)` is \(kind.name), not a table"
    case .extendsInlineTable(let name): "`\(name)` is an inline table, which nothing can be added to"
    case .extendsStaticArray(let name): "`\(name)` is an array with all its items, which nothing can be added to"
    case .extendsTableByDottedKey(let name): "table `\(name)` is defined elsewhere"
    case .arrayNotTable(let name): "`\(name)` is an array of tables"
    case .tableNotArray(let name): "`\(name)` is a table, not an array of tables"
    case .invalidValue(let text): "`\(text)` is not a value"
    case .invalidNumber(let text): "`\(text)` is not a number"
    case .leadingZero: "a number begins with 0"
    case .misplacedUnderscore: "an underscore in a number must have a digit on both sides"
    case .integerOutOfRange: "the integer does not fit 64 bits"
    case .floatOutOfRange: "the float is too large"
    case .invalidDateTime(let text): "`\(text)` is not a date or time"
    case .dateOutOfRange(let field, let allowed):
      "the \(field) must be between \(allowed.lowerBound) and \(allowed.upperBound)"
    case .unclosedString: "the string is not closed on its line"
    case .unclosedMultilineString: "the multi-line string is never closed"
    case .tooManyQuotes: "too many quotation marks at the end of a multi-line string"
    case .invalidEscape("\n"), .invalidEscape("\r"):
      "only a multi-line string can go on after a `\\` at the end of a line"
    case .invalidEscape(let text): "`\\\(text)` is not an escape"
    case .invalidEscapeDigits(let expected): "the escape needs \(expected) hexadecimal digits"
    case .escapeIsNoScalar(let value): "\(Self.codePoint(value)) is not a character"
    case .unclosedArray: "the array is never closed"
    case .unclosedInlineTable: "the inline table is never closed"
    case .missingComma(let isArray):
      isArray ? "a comma is missing between two items" : "a comma is missing between two keys"
    case .extraComma: "a comma with nothing before it"
    case .tooDeep(let limit): "arrays and inline tables are nested deeper than \(limit)"
    }
  }

  var hint: String? {
    switch self {
    case .tooLarge: "split the runbook"
    case .invalidUTF8: "save the file as UTF-8"
    case .tooManyErrors: "mend these first"
    case .controlCharacter(let byte, .string):
      "write it as an escape in a basic string: \"\\x\(HexDigits.upper(UInt32(byte), width: 2))\""
    case .controlCharacter: "remove it"
    case .bareCarriageReturn: "end lines with LF or CR LF"
    case .missingKey: "write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`"
    case .invalidKeyCharacter: Self.keyHint(self)
    case .unexpectedClosing: "remove it, or add the opening bracket"
    case .multilineKey: "use a key in single quotation marks: \"…\" or '…'"
    case .tooManyKeyParts, .tooDeep: "flatten the data"
    case .missingEquals: "write `key = value`"
    case .colonForEquals: "TOML puts `=` between a key and its value"
    case .missingValueForKey(let key): "write `\(key) = …`, or remove the line"
    case .missingValue: "TOML has no null: write a value, or leave the key out"
    case .textAfterValue(_, isInString: true):
      "a quotation mark inside a string needs the other kind around it: \"it's\", 'say \"hi\"'"
    case .textAfterValue(let text, isInString: false): Self.afterValueHint(text)
    case .textAfterHeader: "write keys on the lines below it; a comment begins with `#`"
    case .emptyHeader: "write `[name]`"
    case .unclosedHeader: "names other than A-Z, a-z, 0-9, `_` and `-` need quotation marks"
    case .duplicateKey: "keep one of the two"
    case .duplicateTable: "join the two, or give one another name"
    case .notATable: "give one of the two another name"
    case .extendsInlineTable: "write the key inside the braces"
    case .extendsStaticArray: "write the item inside the brackets"
    case .extendsTableByDottedKey: "write the key below that table's own header"
    case .arrayNotTable(let name): "write `[[\(name)]]` to add an item"
    case .tableNotArray(let name): "write `[\(name)]`, or make all of them `[[\(name)]]`"
    case .invalidValue(let text): Self.valueHint(text)
    case .invalidNumber(let text): "put quotation marks around text: \"\(text)\""
    case .leadingZero(let digits, let isFloat): Self.leadingZeroHint(digits, isFloat: isFloat)
    case .misplacedUnderscore: "write `1_000`"
    case .integerOutOfRange: "from \(Int64.min) to \(Int64.max) is possible; or write it as a string"
    case .floatOutOfRange: "write `inf` if infinity is meant"
    case .invalidDateTime: "write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it"
    case .dateOutOfRange: nil
    case .unclosedString(let quote):
      "add the closing \(Self.character(quote)), or use \(Self.triple(quote)) for several lines"
    case .unclosedMultilineString(let quote): "close it with \(Self.triple(quote))"
    case .tooManyQuotes(ByteClass.apostrophe): "at most two may stand before the closing three; use \"\"\" for more"
    case .tooManyQuotes: "at most two may stand before the closing three; write \\\" for more"
    case .invalidEscape("\n"), .invalidEscape("\r"): "write the string with \"\"\"…\"\"\""
    case .invalidEscape:
      "write '…' or \"\\\\\" for a backslash; escapes are \\b \\e \\f \\n \\r \\t \\\" \\\\ \\xHH \\uHHHH \\UHHHHHHHH"
    case .invalidEscapeDigits: "write \\xHH, \\uHHHH or \\UHHHHHHHH"
    case .escapeIsNoScalar: "code points go up to U+10FFFF, without U+D800 to U+DFFF"
    case .unclosedArray: "close it with `]`"
    case .unclosedInlineTable: "close it with `}`"
    case .missingComma: "write a comma here"
    case .extraComma: "remove the comma"
    }
  }

  /// What people probably meant who come from YAML, JSON, Python or a shell.
  private static func valueHint(_ text: String) -> String {
    switch text.lowercased() {
    case "true", "yes", "on", "y": return "booleans are `true` and `false`: write `true`"
    case "false", "no", "off", "n": return "booleans are `true` and `false`: write `false`"
    case "null", "none", "nil", "~": return "TOML has no null: leave the key out"
    default: break
    }
    if let first = text.unicodeScalars.first, "“”„‘’‚«»".unicodeScalars.contains(first) {
      return "these are typographic quotation marks: write \"…\" or '…'"
    }
    return text.contains("\"") ? "put it in quotation marks: '\(text)'" : "put it in quotation marks: \"\(text)\""
  }

  private static func afterValueHint(_ text: String) -> String {
    if text.hasPrefix(",") { return "no comma ends a line outside brackets" }
    if text.hasPrefix("]") || text.hasPrefix("}") { return "it closes nothing: remove it" }
    return "text with spaces needs quotation marks; a comment begins with `#`"
  }

  private static func keyHint(_ problem: TOMLProblem) -> String {
    guard case .invalidKeyCharacter(let text) = problem else { return "" }
    if text == "\u{FEFF}" { return "a byte order mark may stand only at the start of the file" }
    if "“”„‘’".contains(text) { return "these are typographic quotation marks: write \"…\"" }
    return "unquoted keys consist of A-Z, a-z, 0-9, `_` and `-`; put others in quotation marks"
  }

  private static func leadingZeroHint(_ digits: String, isFloat: Bool) -> String {
    let value = digits.drop { $0 == "0" || $0 == "_" }
    let isOctal = digits.allSatisfy { "01234567".contains($0) }
    let decimal = value.isEmpty ? "0" : String(value)
    if isFloat { return "write \(decimal) before the point" }
    return isOctal
      ? "write 0o\(decimal) for an octal number, \(decimal) for a decimal one, or \"\(digits)\" for text"
      : "write \(decimal), or \"\(digits)\" for text"
  }

  private static func codePoint(_ value: UInt32) -> String {
    "U+" + HexDigits.upper(value, width: 4)
  }

  private static func character(_ byte: UInt8) -> String {
    String(UnicodeScalar(byte))
  }

  private static func triple(_ quote: UInt8) -> String {
    String(repeating: character(quote), count: 3)
  }
}
