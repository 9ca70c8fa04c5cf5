/// The last bytes of a stream: bounded, whatever the stream's length.
struct OutputTail {
  private let limit: Int
  private var bytes: [UInt8] = []
  /// All bytes that were added.
  private(set) var total = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// The last bytes, at most `limit`.
  var content: [UInt8] { bytes.count > limit ? Array(bytes.suffix(limit)) : bytes }
  /// Whether more was added than is kept.
  var isTruncated: Bool { total > limit }

  /// Adds bytes.
  ///
  /// Amortised O(bytes): the buffer is cut only when it has grown to twice the limit.
  mutating func append(_ buffer: UnsafeRawBufferPointer) {
    total += buffer.count
    if buffer.count >= limit {
      bytes = Array(buffer.suffix(limit))
      return
    }
    bytes.append(contentsOf: buffer)
    if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
  }
}
