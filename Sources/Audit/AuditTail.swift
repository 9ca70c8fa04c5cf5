internal import Values

/// What the end of an audit file says about how to go on with it.
///
/// A run reads only this, never the whole file, so damage elsewhere keeps nobody from running (design 6).
public enum AuditTail: Sendable, Equatable {
  /// The file ends with a whole record, or is empty.
  case whole(AuditChain)
  /// The file ends with so many bytes of a record that was not written to its end; before them it is whole.
  case torn(bytes: Int, AuditChain)
  /// What stands before the end is no record of pyflow's.
  case foreign

  /// The most bytes of the end that are needed: one whole record, and a torn one after it.
  public static let neededBytes = 2 * AuditLine.maximumSize

  /// Reads the last bytes of a file; all of them if it is smaller than `neededBytes`.
  public static func read(_ tail: [UInt8], isWholeFile: Bool) -> AuditTail {
    if tail.isEmpty { return .whole(.start) }
    let end = tail.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end == 0 { return isWholeFile ? tornFirst(tail) : .foreign }
    if end == tail.count, let chain = chain(endingAt: end, of: tail) { return .whole(chain) }
    if end < tail.count {
      return chain(endingAt: end, of: tail).map { .torn(bytes: tail.count - end, $0) } ?? .foreign
    }
    // A whole line that is no record: a torn one whose last byte happens to be a newline, or padding after a power cut.
    let previousEnd = tail[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if previousEnd == 0 { return isWholeFile ? tornFirst(tail) : .foreign }
    return chain(endingAt: previousEnd, of: tail).map { .torn(bytes: tail.count - previousEnd, $0) } ?? .foreign
  }

  /// A file without a whole record: what is left of the first one, or a file of somebody else's, which stays as it is.
  private static func tornFirst(_ bytes: [UInt8]) -> AuditTail {
    let start = Array(AuditLine.start.utf8)
    let isRecord = bytes.starts(with: start.prefix(bytes.count)) || bytes.allSatisfy { $0 == 0 }
    return isRecord ? .torn(bytes: bytes.count, .start) : .foreign
  }

  /// The chain after the line that ends before `end`.
  private static func chain(endingAt end: Int, of tail: [UInt8]) -> AuditChain? {
    let start = tail[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard let line = AuditLine(tail[start..<(end - 1)]) else { return nil }
    return AuditChain(sequence: line.sequence, head: line.hash)
  }
}
