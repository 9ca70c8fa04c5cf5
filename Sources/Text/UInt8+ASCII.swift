/// Classes of ASCII bytes; a byte of a longer character is in none of them.
extension UInt8 {
  /// Whether it is one of `A-Za-z`.
  @inlinable @inline(__always)
  public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// Whether it is one of `0-9`.
  @inlinable @inline(__always)
  public var isASCIIDigit: Bool { self &- 0x30 < 10 }

  /// Whether it is one of `A-Za-z0-9_`, as most names consist of.
  @inlinable @inline(__always)
  public var isASCIIWord: Bool { isASCIILetter || isASCIIDigit || self == 0x5F }

  /// Whether it is a blank, tab, line end, vertical tab or form feed.
  @inlinable @inline(__always)
  public var isASCIISpace: Bool { self == 0x20 || self &- 0x09 < 5 }
}
