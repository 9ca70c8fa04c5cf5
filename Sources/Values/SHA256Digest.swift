internal import Text

/// The 32 bytes that SHA-256 makes of a message.
public struct SHA256Digest: Sendable, Equatable, Hashable {
  /// The bytes.
  public let bytes: [UInt8]

  /// 32 zero bytes, which stand before the first record of a chain.
  public static let zero = SHA256Digest(state: Array(repeating: 0, count: 8))

  init(state: [UInt32]) {
    bytes = state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// The digest that 64 hexadecimal digits state; nothing if they do not.
  public init?(hex: some Collection<UInt8>) {
    guard hex.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in hex {
      guard let value = HexDigits.value(of: digit) else { return nil }
      if let first = high { bytes.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    self.bytes = bytes
  }

  /// The digest as 64 lower-case hexadecimal digits.
  public var hex: String {
    var digits: [UInt8] = []
    append(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends the 64 hexadecimal digits.
  public func append(to output: inout [UInt8]) {
    for byte in bytes {
      output.append(HexDigits.lower(byte >> 4))
      output.append(HexDigits.lower(byte & 15))
    }
  }
}
