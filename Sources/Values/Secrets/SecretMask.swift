/// Replaces secrets, in every form of theirs that is known, by `***`.
public struct SecretMask: Sendable {
  /// What stands where a secret was.
  public static let replacement = "***"

  /// Secrets with fewer bytes cannot be masked: they would turn up by chance everywhere.
  public static let shortestSecret = SecretForms.shortest
  /// Secrets with fewer bytes are masked, but are likely to turn up by chance.
  public static let shortestGoodSecret = 8

  /// The forms that begin with each byte, longest first.
  private let forms: [[[UInt8]]]
  /// Bytes that the longest form may take, colors in it included.
  let longest: Int
  /// Programs such as `grep` color what they found, and so break a secret into pieces.
  private static let roomForColors = 256

  /// A mask of the given secrets; empty ones hide nothing.
  public init(_ secrets: [String]) {
    var all: Set<[UInt8]> = []
    for secret in secrets where !secret.isEmpty { all.formUnion(SecretForms.all(of: secret)) }
    var forms = Array(repeating: [[UInt8]](), count: all.isEmpty ? 0 : 256)
    for form in all.sorted(by: { $0.count > $1.count }) { forms[Int(form[0])].append(form) }
    self.forms = forms
    longest = (all.map(\.count).max() ?? 0) + (all.isEmpty ? 0 : Self.roomForColors)
  }

  /// Whether there is nothing to hide.
  public var isEmpty: Bool { forms.isEmpty }

  /// The text without secrets.
  ///
  /// O(n) for text in which few places look like the beginning of one.
  public func masked(_ text: String) -> String {
    if isEmpty { return text }
    return String(decoding: masked(Array(text.utf8)), as: UTF8.self)
  }

  /// The bytes without secrets.
  public func masked(_ bytes: [UInt8]) -> [UInt8] {
    if isEmpty { return bytes }
    var stream = SecretMaskStream(self)
    return bytes.withUnsafeBytes { stream.masked($0) } + stream.finish()
  }

  /// The value without secrets, in its keys too.
  public func masked(_ value: Value) -> Value {
    if isEmpty { return value }
    switch value {
    case .string(let text): return .string(masked(text))
    case .list(let items): return .list(items.map { masked($0) })
    case .map(let map): return .map(masked(map))
    case .null, .bool, .int, .double, .object: return value
    }
  }

  /// The map without secrets, in its keys too.
  public func masked(_ map: ValueMap) -> ValueMap {
    if isEmpty { return map }
    var result = ValueMap()
    for entry in map.entries { result[masked(entry.key)] = masked(entry.value) }
    return result
  }

  /// Whether any form begins with `byte`.
  @inline(__always)
  func mayBegin(with byte: UInt8) -> Bool { !forms[Int(byte)].isEmpty }

  /// The length of the longest form at `offset`, control sequences between its bytes included; 0 if there is none.
  func length(at offset: Int, in bytes: [UInt8]) -> Int {
    for form in forms[Int(bytes[offset])] {
      if let end = Self.end(of: form, at: offset, in: bytes) { return end - offset }
    }
    return 0
  }

  private static func end(of form: [UInt8], at offset: Int, in bytes: [UInt8]) -> Int? {
    var cursor = offset
    for byte in form {
      while cursor < bytes.count, bytes[cursor] == 0x1B { cursor = endOfControlSequence(at: cursor, in: bytes) }
      guard cursor < bytes.count, bytes[cursor] == byte else { return nil }
      cursor += 1
    }
    return cursor
  }

  /// The end of `ESC [ … letter` (ECMA-48, 5.4); of an escape of another kind, its second byte.
  private static func endOfControlSequence(at start: Int, in bytes: [UInt8]) -> Int {
    guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "[") else { return min(start + 2, bytes.count) }
    var cursor = start + 2
    while cursor < bytes.count, !(0x40...0x7E).contains(bytes[cursor]) { cursor += 1 }
    return min(cursor + 1, bytes.count)
  }
}
