/// Masks secrets in bytes that come piece by piece, also where a secret is split between pieces.
///
/// The end of a piece is held back until it is certain that it begins no secret.
public struct SecretMaskStream: Sendable {
  private let mask: SecretMask
  /// What is not settled yet.
  private var pending: [UInt8] = []
  /// Bytes of `pending` that belong to a secret whose beginning was masked already.
  private var covered = 0

  /// A stream that hides what `mask` hides.
  public init(_ mask: SecretMask) {
    self.mask = mask
  }

  /// Whether bytes pass as they are.
  public var isTransparent: Bool { mask.isEmpty }

  /// What can be shown after the next piece has come.
  public mutating func masked(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
    pending.append(contentsOf: piece)
    return take(pending.count - mask.longest + 1)
  }

  /// The rest, at the end.
  public mutating func finish() -> [UInt8] { take(pending.count) }

  /// Settles the first `count` bytes: everything before a place where a secret could still begin unseen.
  private mutating func take(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    var output: [UInt8] = []
    output.reserveCapacity(count)
    for offset in 0..<count {
      let length = mask.mayBegin(with: pending[offset]) ? mask.length(at: offset, in: pending) : 0
      if length > 0, offset >= covered { output.append(contentsOf: SecretMask.replacement.utf8) }
      covered = max(covered, offset + length)
      if offset >= covered { output.append(pending[offset]) }
    }
    pending.removeFirst(count)
    covered = max(0, covered - count)
    return output
  }
}
