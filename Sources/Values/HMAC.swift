/// HMAC-SHA-256 (RFC 2104, FIPS 198-1).
public enum HMAC {
  private static let blockSize = 64

  /// The code of a message under a key of any length.
  public static func code(of message: some Collection<UInt8>, key: some Collection<UInt8>) -> SHA256Digest {
    var block = key.count > blockSize ? SHA256.hash(key).bytes : Array(key)
    block += [UInt8](repeating: 0, count: blockSize - block.count)
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    inner.update(message)
    var outer = SHA256()
    outer.update(block.map { $0 ^ 0x5c })
    outer.update(inner.finalize().bytes)
    return outer.finalize()
  }
}
