internal import Text

/// Maps offsets in a string's decoded text to offsets in its source form, by decoding it once more.
///
/// Only for messages, so it is simple rather than fast.
struct TOMLStringMap {
  /// For each decoded byte the source offset where it came from, and last the offset of the closing quotation mark.
  private var origins: [Int] = []

  /// The map of a string whose source form, quotation marks included, is `raw`.
  init(raw: ArraySlice<UInt8>) {
    let quote = raw.first ?? ByteClass.quote
    let isMultiline = raw.count >= 6 && raw.starts(with: [quote, quote, quote])
    let content = raw.dropFirst(isMultiline ? 3 : 1).dropLast(isMultiline ? 3 : 1)
    var rest = isMultiline ? Self.withoutFirstLineEnd(content) : content
    while let byte = rest.first {
      if byte == ByteClass.backslash, quote == ByteClass.quote {
        rest = takeEscape(rest)
      } else if byte == ByteClass.carriageReturn {
        rest = rest.dropFirst()  // Line ends are LF in decoded text.
      } else {
        origins.append(rest.startIndex)
        rest = rest.dropFirst()
      }
    }
    origins.append(content.endIndex)
  }

  /// The finished map.
  var offsets: OffsetMap { .table(origins) }

  private static func withoutFirstLineEnd(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if content.first == ByteClass.newline { return content.dropFirst() }
    let isCRLF = content.starts(with: [ByteClass.carriageReturn, ByteClass.newline])
    return isCRLF ? content.dropFirst(2) : content
  }

  private mutating func takeEscape(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = rest.startIndex
    let after = rest.dropFirst()
    switch after.first {
    case UInt8(ascii: "x"): return takeCodePoint(after, digits: 2, from: start)
    case UInt8(ascii: "u"): return takeCodePoint(after, digits: 4, from: start)
    case UInt8(ascii: "U"): return takeCodePoint(after, digits: 8, from: start)
    case ByteClass.space, ByteClass.tab, ByteClass.newline, ByteClass.carriageReturn:
      return after.drop {
        [ByteClass.space, ByteClass.tab, ByteClass.newline, ByteClass.carriageReturn].contains($0)
      }
    default:
      origins.append(start)
      return after.dropFirst()
    }
  }

  private mutating func takeCodePoint(
    _ rest: ArraySlice<UInt8>, digits: Int, from start: Int
  ) -> ArraySlice<UInt8> {
    let value = rest.dropFirst().prefix(digits).reduce(UInt32(0)) {
      $0 << 4 | UInt32(HexDigits.value(of: $1) ?? 0)
    }
    let length = Unicode.Scalar(value).map { String($0).utf8.count } ?? 0
    origins.append(contentsOf: repeatElement(start, count: length))
    return rest.dropFirst(1 + digits)
  }
}
