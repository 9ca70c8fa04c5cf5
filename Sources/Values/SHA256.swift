internal import CSystem

/// SHA-256 (FIPS 180-4), incremental.
///
/// Whole blocks go to the processor's own instructions where it has them, else to the portable code below.
public struct SHA256: Sendable {
  static let isAccelerated = csystem_sha256_available() != 0
  private static let blockSize = 64

  private var state = SHA256Block.initialState
  private var pending: [UInt8] = []
  private var length = 0
  private let usesPortableCode: Bool

  /// An empty message.
  public init() {
    usesPortableCode = !Self.isAccelerated
  }

  /// An empty message for the portable code, which the tests compare with the accelerated one.
  init(portable: Bool) {
    usesPortableCode = portable || !Self.isAccelerated
  }

  /// The digest of `bytes`.
  public static func hash(_ bytes: some Collection<UInt8>) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// Adds `bytes` to the message.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(buffer: $0) }
    if done == nil { Array(bytes).withUnsafeBufferPointer { update(buffer: $0) } }
  }

  /// Adds the bytes of a buffer to the message.
  public mutating func update(buffer: UnsafeBufferPointer<UInt8>) {
    length += buffer.count
    var rest = buffer[...]
    if !pending.isEmpty {
      let missing = min(Self.blockSize - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(missing))
      rest = rest.dropFirst(missing)
      if pending.count < Self.blockSize { return }
      pending.withUnsafeBufferPointer { compress($0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count / Self.blockSize * Self.blockSize
    if whole > 0 { compress(UnsafeBufferPointer(rebasing: rest.prefix(whole))) }
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The digest of the message so far; more can be added to the original afterwards.
  public consuming func finalize() -> SHA256Digest {
    let bits = UInt64(length) * 8
    let zeros = (Self.blockSize * 2 - 9 - pending.count) % Self.blockSize
    var tail: [UInt8] = [0x80]
    tail.append(contentsOf: repeatElement(0, count: zeros))
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    tail.withUnsafeBufferPointer { update(buffer: $0) }
    return SHA256Digest(state: state)
  }

  private mutating func compress(_ blocks: UnsafeBufferPointer<UInt8>) {
    if usesPortableCode {
      SHA256Block.compress(blocks, into: &state)
    } else {
      let count = blocks.count / Self.blockSize
      state.withUnsafeMutableBufferPointer { state in
        csystem_sha256_blocks(state.baseAddress, blocks.baseAddress, count)
      }
    }
  }
}
