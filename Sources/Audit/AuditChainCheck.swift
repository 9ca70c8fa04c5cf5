/// Holds the lines of a file to the hash chain, one after the other.
public struct AuditChainCheck: Sendable {
  /// The chain up to the last line that was linked to it.
  public private(set) var chain: AuditChain
  /// Whether the line before gave nothing that the next one could be linked to.
  private var isLost = false

  /// A check of the lines after the end of `chain`.
  public init(after chain: AuditChain = .start) {
    self.chain = chain
  }

  /// What is wrong with the next line, without its newline; nothing if it is whole and linked to the one before.
  ///
  /// After a line with which something is wrong the chain goes on from what stands there, so that each place shows once.
  public mutating func check(_ line: ArraySlice<UInt8>) -> AuditVerification.Damage.Kind? {
    if line.count >= AuditLine.maximumSize { return lose(.tooLong) }
    guard let record = AuditLine(line) else { return lose(.notARecord) }
    if !record.isIntact { return lose(.changed) }
    let before = chain
    defer {
      chain = AuditChain(sequence: record.sequence, head: record.hash)
      isLost = false
    }
    if isLost || record.previous == before.head && record.sequence == before.sequence + 1 { return nil }
    return .broken(expectedSequence: before.sequence + 1, found: record.sequence)
  }

  private mutating func lose(_ kind: AuditVerification.Damage.Kind) -> AuditVerification.Damage.Kind {
    isLost = true
    return kind
  }
}
