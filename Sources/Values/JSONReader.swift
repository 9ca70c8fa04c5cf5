internal import Text

/// Reads JSON (RFC 8259) into values: maps keep their order, integers stay integers.
///
/// Of a repeated key the last value counts. An integer beyond 64 bits is an error rather than a rounded number.
/// Nesting is bounded and kept on a stack of our own, so no input can exhaust the thread's.
public struct JSONReader {
  /// How deep lists and maps may be nested.
  public static let maximumDepth = 512

  private let bytes: ArraySlice<UInt8>
  private var cursor: Int
  private var open: [Container] = []
  /// Whether a name may stand twice in a map; then the last one wins (RFC 8259, 4).
  private let allowsRepeats: Bool

  /// A list or map that is not closed yet.
  ///
  /// Changed in place, never copied, so that building one is linear.
  private struct Container {
    var items: [Value] = []
    var map = ValueMap()
    /// The key whose value comes next; nothing in a list.
    var key: String?

    var value: Value { key == nil ? .list(items) : .map(map) }
    var closing: UInt8 { key == nil ? UInt8(ascii: "]") : UInt8(ascii: "}") }

    mutating func add(_ value: Value) {
      if let key { map[key] = value } else { items.append(value) }
    }
  }

  /// The value that `bytes` hold, white space around it allowed.
  ///
  /// O(n).
  public static func read(_ bytes: ArraySlice<UInt8>, allowsRepeats: Bool = true) throws(JSONProblem) -> Value {
    var reader = JSONReader(bytes: bytes, allowsRepeats: allowsRepeats)
    let value = try reader.document()
    reader.skipSpace()
    if reader.cursor < bytes.endIndex { throw reader.problem(.trailingData) }
    return value
  }

  /// The value that `bytes` hold.
  public static func read(_ bytes: [UInt8]) throws(JSONProblem) -> Value {
    try read(bytes[...])
  }

  /// The value that `text` holds.
  public static func read(_ text: String) throws(JSONProblem) -> Value {
    try read(Array(text.utf8)[...])
  }

  private init(bytes: ArraySlice<UInt8>, allowsRepeats: Bool) {
    self.allowsRepeats = allowsRepeats
    self.bytes = bytes
    cursor = bytes.startIndex
  }

  private func problem(_ kind: JSONProblem.Kind, at offset: Int? = nil) -> JSONProblem {
    JSONProblem(kind: kind, offset: (offset ?? cursor) - bytes.startIndex)
  }

  /// Reads values and closes containers until the outermost value is complete.
  private mutating func document() throws(JSONProblem) -> Value {
    while true {
      guard var value = try openOrScalar() else { continue }
      while true {
        guard !open.isEmpty else { return value }
        open[open.count - 1].add(value)
        guard try separator(closing: open[open.count - 1].closing) else { break }
        value = open.removeLast().value
      }
      if open[open.count - 1].key != nil {
        let start = cursor
        let name = try key()
        if !allowsRepeats, open[open.count - 1].map[name] != nil { throw problem(.repeatedName(name), at: start) }
        open[open.count - 1].key = name
      }
    }
  }

  /// Reads a scalar or an empty container; or opens a container and returns nothing.
  private mutating func openOrScalar() throws(JSONProblem) -> Value? {
    switch try next() {
    case UInt8(ascii: "["):
      if try next(after: 1) == UInt8(ascii: "]") { return take(.list([])) }
      try push(Container())
      return nil
    case UInt8(ascii: "{"):
      if try next(after: 1) == UInt8(ascii: "}") { return take(.map(ValueMap())) }
      try push(Container(key: try key()))
      return nil
    default: return try scalar()
    }
  }

  private mutating func push(_ container: Container) throws(JSONProblem) {
    if open.count == Self.maximumDepth { throw problem(.tooDeep(limit: Self.maximumDepth)) }
    open.append(container)
  }

  private mutating func take(_ value: Value) -> Value {
    cursor += 1
    return value
  }

  /// Reads a comma, or the closing bracket and says so.
  private mutating func separator(closing: UInt8) throws(JSONProblem) -> Bool {
    let byte = try next()
    guard byte == closing || byte == UInt8(ascii: ",") else { throw problem(.unexpected(byte)) }
    cursor += 1
    return byte == closing
  }

  private mutating func key() throws(JSONProblem) -> String {
    let byte = try next()
    guard byte == UInt8(ascii: "\"") else { throw problem(.unexpected(byte)) }
    let name = try string()
    let colon = try next()
    guard colon == UInt8(ascii: ":") else { throw problem(.unexpected(colon)) }
    cursor += 1
    return name
  }

  private mutating func scalar() throws(JSONProblem) -> Value {
    let byte = try next()
    switch byte {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw problem(.unexpected(byte))
    }
  }

  private mutating func word(_ word: StaticString, _ value: Value) throws(JSONProblem) -> Value {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { bytes[cursor...].prefix(length).elementsEqual($0) }
    guard matches else { throw problem(.unexpected(bytes[cursor])) }
    cursor += length
    return value
  }

  private mutating func skipSpace() {
    while cursor < bytes.endIndex {
      switch bytes[cursor] {
      case 0x20, 0x09, 0x0A, 0x0D: cursor += 1
      default: return
      }
    }
  }

  /// The next byte that is no white space, which stays unread; before it, `skip` bytes are passed over.
  private mutating func next(after skip: Int = 0) throws(JSONProblem) -> UInt8 {
    cursor += skip
    skipSpace()
    guard cursor < bytes.endIndex else { throw problem(.unexpectedEnd) }
    return bytes[cursor]
  }
}

// MARK: - Numbers

extension JSONReader {
  private mutating func number() throws(JSONProblem) -> Value {
    let start = cursor
    if bytes[cursor] == UInt8(ascii: "-") { cursor += 1 }
    let digits = cursor
    skipDigits()
    let leadsWithZero = cursor - digits > 1 && bytes[digits] == UInt8(ascii: "0")
    if cursor == digits || leadsWithZero { throw problem(.invalidNumber, at: start) }
    let hasFraction = try skipFraction()
    let hasExponent = try skipExponent()
    let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
    if !hasFraction && !hasExponent {
      guard let number = Int(text) else { throw problem(.numberOutOfRange, at: start) }
      return .int(number)
    }
    guard let number = Double(text), number.isFinite else {
      throw problem(.numberOutOfRange, at: start)
    }
    return .double(number)
  }

  private mutating func skipDigits() {
    while cursor < bytes.endIndex, bytes[cursor].isASCIIDigit { cursor += 1 }
  }

  private mutating func demandDigits() throws(JSONProblem) {
    let start = cursor
    skipDigits()
    if cursor == start { throw problem(.invalidNumber) }
  }

  private mutating func skipFraction() throws(JSONProblem) -> Bool {
    guard cursor < bytes.endIndex, bytes[cursor] == UInt8(ascii: ".") else { return false }
    cursor += 1
    try demandDigits()
    return true
  }

  private mutating func skipExponent() throws(JSONProblem) -> Bool {
    guard cursor < bytes.endIndex, bytes[cursor] | 0x20 == UInt8(ascii: "e") else { return false }
    cursor += 1
    if cursor < bytes.endIndex,
      bytes[cursor] == UInt8(ascii: "+") || bytes[cursor] == UInt8(ascii: "-")
    {
      cursor += 1
    }
    try demandDigits()
    return true
  }
}

// MARK: - Strings

extension JSONReader {
  /// Reads a string whose opening quotation mark is next.
  private mutating func string() throws(JSONProblem) -> String {
    cursor += 1
    let start = cursor
    while cursor < bytes.endIndex {
      switch bytes[cursor] {
      case UInt8(ascii: "\""):
        cursor += 1
        return try decoded(bytes[start..<cursor - 1], at: start)
      case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
      case 0..<0x20: throw problem(.controlInString)
      default: cursor += 1
      }
    }
    throw problem(.unexpectedEnd)
  }

  /// Goes on at the first escape of a string that began at `start`.
  private mutating func stringWithEscapes(from start: Int) throws(JSONProblem) -> String {
    var buffer = Array(bytes[start..<cursor])
    while cursor < bytes.endIndex {
      let byte = bytes[cursor]
      switch byte {
      case UInt8(ascii: "\""):
        cursor += 1
        return try decoded(buffer[...], at: start)
      case UInt8(ascii: "\\"): try escape(into: &buffer)
      case 0..<0x20: throw problem(.controlInString)
      default:
        buffer.append(byte)
        cursor += 1
      }
    }
    throw problem(.unexpectedEnd)
  }

  private func decoded(_ text: ArraySlice<UInt8>, at start: Int) throws(JSONProblem) -> String {
    guard let string = String(validating: text, as: UTF8.self) else {
      throw problem(.invalidUTF8, at: start)
    }
    return string
  }

  private mutating func escape(into buffer: inout [UInt8]) throws(JSONProblem) {
    guard cursor + 1 < bytes.endIndex else { throw problem(.unexpectedEnd) }
    let start = cursor
    cursor += 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(bytes[start + 1])
    case UInt8(ascii: "b"): buffer.append(0x08)
    case UInt8(ascii: "f"): buffer.append(0x0C)
    case UInt8(ascii: "n"): buffer.append(0x0A)
    case UInt8(ascii: "r"): buffer.append(0x0D)
    case UInt8(ascii: "t"): buffer.append(0x09)
    case UInt8(ascii: "u"): buffer.append(contentsOf: try unicodeEscape(at: start).utf8)
    default: throw problem(.invalidEscape, at: start)
    }
  }

  /// Reads the digits of `\uHHHH`, and of the second half if it is the first of a surrogate pair.
  private mutating func unicodeEscape(at start: Int) throws(JSONProblem) -> String {
    let unit = try fourDigits(at: start)
    if let scalar = Unicode.Scalar(unit) { return String(scalar) }
    guard (0xD800...0xDBFF).contains(unit), cursor + 1 < bytes.endIndex,
      bytes[cursor] == UInt8(ascii: "\\"), bytes[cursor + 1] == UInt8(ascii: "u")
    else { throw problem(.loneSurrogate, at: start) }
    cursor += 2
    let second = try fourDigits(at: start)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
    else { throw problem(.loneSurrogate, at: start) }
    return String(scalar)
  }

  private mutating func fourDigits(at start: Int) throws(JSONProblem) -> UInt32 {
    guard cursor + 4 <= bytes.endIndex else { throw problem(.unexpectedEnd) }
    var unit: UInt32 = 0
    for byte in bytes[cursor..<cursor + 4] {
      guard let digit = HexDigits.value(of: byte) else { throw problem(.invalidEscape, at: start) }
      unit = unit << 4 | UInt32(digit)
    }
    cursor += 4
    return unit
  }
}
