/// Maps offsets in decoded text to offsets in the source that it was decoded from.
///
/// A template stands inside a TOML string, whose escapes and line ends make the two differ.
public enum OffsetMap: Sendable {
  /// The decoded text is a stretch of the source that begins at this offset.
  case shifted(by: Int)
  /// For each decoded byte its source offset, and last the offset of the end.
  case table([Int])

  /// The source offset of the decoded byte at `offset`; offsets beyond the end give the end.
  public func sourceOffset(of offset: Int) -> Int {
    switch self {
    case .shifted(let base): base + offset
    case .table(let offsets): offsets.isEmpty ? 0 : offsets[min(max(offset, 0), offsets.count - 1)]
    }
  }

  /// The source span of a range of decoded bytes.
  public func span(of range: Range<Int>) -> ByteSpan {
    let start = sourceOffset(of: range.lowerBound)
    return ByteSpan(start..<max(start, sourceOffset(of: range.upperBound)))
  }
}
