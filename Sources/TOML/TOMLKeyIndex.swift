/// Finds the items of large tables by their keys: one open-addressing table for the whole document.
///
/// Hashes start from a seed of the process, so that nobody can prepare keys that collide.
struct TOMLKeyIndex {
  private static let seed = UInt64(bitPattern: Int64(Hasher().finalize()))

  private var slots: [Int32] = []
  private var hashes: [UInt32] = []
  private var count = 0

  /// The hash of the key that `bytes` holds at `range`, in the table `parent`: eight bytes at a time.
  static func hash(_ bytes: [UInt8], _ range: Range<Int>, parent: Int32) -> UInt32 {
    var hash = seed ^ (UInt64(UInt32(bitPattern: parent)) &* 0x9E37_79B9_7F4A_7C15)
    hash ^= UInt64(range.count)
    bytes.withUnsafeBytes { buffer in
      var offset = range.lowerBound
      while offset + 8 <= range.upperBound {
        let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        hash = mix(hash ^ word)
        offset += 8
      }
      var rest: UInt64 = 0
      while offset < range.upperBound {
        rest = rest << 8 | UInt64(buffer[offset])
        offset += 1
      }
      hash = mix(hash ^ rest)
    }
    return UInt32(truncatingIfNeeded: hash >> 32)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xBF58_476D_1CE4_E5B9)
    return product.high ^ product.low
  }

  /// The node with this hash for which `matches` holds.
  func find(_ hash: UInt32, where matches: (Int32) -> Bool) -> Int32? {
    if slots.isEmpty { return nil }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != TOMLNode.none {
      if hashes[slot] == hash, matches(slots[slot]) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds a node that is not there yet.
  mutating func insert(_ node: Int32, hash: UInt32) {
    if count * 2 >= slots.count { grow() }
    place(node, hash: hash)
    count += 1
  }

  private mutating func place(_ node: Int32, hash: UInt32) {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != TOMLNode.none { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = node
    hashes[slot] = hash
  }

  private mutating func grow() {
    let old = (slots, hashes)
    let capacity = max(64, old.0.count * 2)
    slots = Array(repeating: TOMLNode.none, count: capacity)
    hashes = Array(repeating: 0, count: capacity)
    for (node, hash) in zip(old.0, old.1) where node != TOMLNode.none { place(node, hash: hash) }
  }
}
