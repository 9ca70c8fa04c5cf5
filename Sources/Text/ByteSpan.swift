/// A range of bytes in a `SourceText`: where something that the user wrote stands.
///
/// Two 32-bit offsets, because a tree of a large runbook holds hundreds of thousands of spans.
/// Texts are limited to `SourceText.maximumSize`, so the offsets always fit.
public struct ByteSpan: Sendable, Hashable {
  private let lower: UInt32
  private let upper: UInt32

  /// The span of `range`; offsets beyond 32 bits are clamped, which no text of legal size reaches.
  public init(_ range: Range<Int>) {
    lower = UInt32(clamping: range.lowerBound)
    upper = UInt32(clamping: range.upperBound)
  }

  /// The empty span at `offset`.
  public init(at offset: Int) {
    self.init(offset..<offset)
  }

  /// The offset of the first byte.
  public var start: Int { Int(lower) }

  /// The offset after the last byte.
  public var end: Int { Int(upper) }

  /// The number of bytes.
  public var length: Int { end - start }

  /// The span as a range of offsets.
  public var range: Range<Int> { start..<end }

  /// The smallest span that holds both.
  public func joined(with other: ByteSpan) -> ByteSpan {
    ByteSpan(min(start, other.start)..<max(end, other.end))
  }
}
