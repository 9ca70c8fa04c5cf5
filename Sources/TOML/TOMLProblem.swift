internal import Text

/// The mistakes that a TOML document can hold, with what is known about each.
enum TOMLProblem: Sendable, Equatable {
  /// Where a control character was found.
  enum Location: String {
    case comment = "a comment"
    case key = "a key"
    case string = "a string"
    case value = "a value"
  }

  case tooLarge(bytes: Int)
  case invalidUTF8(byte: UInt8, offset: Int)
  case tooManyErrors(more: Int)
  case controlCharacter(UInt8, in: Location)
  case bareCarriageReturn

  case missingKey
  case invalidKeyCharacter(String)
  case unexpectedClosing(UInt8)
  case multilineKey
  case tooManyKeyParts(limit: Int)
  case missingEquals
  case colonForEquals
  case missingValueForKey(String)
  case missingValue
  case textAfterValue(String, isInString: Bool)
  case textAfterHeader

  case emptyHeader
  case unclosedHeader(isArray: Bool)
  case duplicateKey(String)
  case duplicateTable(String)
  case notATable(String, kind: TOMLKind)
  case extendsInlineTable(String)
  case extendsStaticArray(String)
  case extendsTableByDottedKey(String)
  case arrayNotTable(String)
  case tableNotArray(String)

  case invalidValue(String)
  case invalidNumber(String)
  case leadingZero(String, isFloat: Bool)
  case misplacedUnderscore
  case integerOutOfRange
  case floatOutOfRange
  case invalidDateTime(String)
  case dateOutOfRange(field: String, allowed: ClosedRange<Int>)

  case unclosedString(UInt8)
  case unclosedMultilineString(UInt8)
  case tooManyQuotes(UInt8)
  case invalidEscape(String)
  case invalidEscapeDigits(expected: Int)
  case escapeIsNoScalar(UInt32)

  case unclosedArray
  case unclosedInlineTable
  case missingComma(isArray: Bool)
  case extraComma
  case tooDeep(limit: Int)
}
