/// Follows a file as it grows: hands out whole records, and holds each to the hash chain.
public struct AuditFollower: Sendable {
  /// Where the next record begins.
  public private(set) var offset: Int
  private var chain: AuditChainCheck
  /// Whether a record was not linked to the one before, or is none: nothing after it can be believed.
  public private(set) var isBroken = false

  /// Follows a file from its beginning.
  public init() {
    self.init(offset: 0, chain: .start)
  }

  /// Follows a file from where `chain` ends.
  public init(offset: Int, chain: AuditChain) {
    self.offset = offset
    self.chain = AuditChainCheck(after: chain)
  }

  /// Takes in the next bytes of the file, up to its last whole record, and hands the lines on; how many bytes that were.
  ///
  /// Records after the chain is broken are handed on too, and marked as such by `isBroken`.
  public mutating func take(_ bytes: [UInt8], _ body: (ArraySlice<UInt8>, _ isSound: Bool) -> Void) -> Int {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      isBroken = isBroken || chain.check(line) != nil
      body(line, !isBroken)
    }
    let count = bytes.count - rest.count
    offset += count
    return count
  }
}
