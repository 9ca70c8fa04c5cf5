/// Cuts bytes that come in pieces into lines.
public struct LineSplitter: Sendable {
  private let longest: Int
  private var pending: [UInt8] = []

  /// A splitter that cuts a line after `longest` bytes, so that one without an end does not fill the memory.
  public init(longest: Int = 1 << 20) { self.longest = longest }

  /// Hands on the lines that these bytes end, without their newlines.
  public mutating func take(_ bytes: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) throws -> Void) rethrows {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending.append(contentsOf: rest[..<end])
      rest = rest[(end + 1)...]
      try body(pending[...])
      pending.removeAll(keepingCapacity: true)
    }
    pending.append(contentsOf: rest)
    if pending.count >= longest { try finish(body) }
  }

  /// How many bytes stand behind the last newline.
  public var pendingCount: Int { pending.count }

  /// Hands on what stands behind the last newline, if anything does.
  public mutating func finish(_ body: (ArraySlice<UInt8>) throws -> Void) rethrows {
    if pending.isEmpty { return }
    try body(pending[...])
    pending.removeAll(keepingCapacity: true)
  }
}
