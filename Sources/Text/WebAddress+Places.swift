/// Places on the network that speak for a machine itself: no server elsewhere has reason to send anybody there.
extension WebAddress {
  /// Whether the host is, literally, a link-local address or that of a cloud's metadata service.
  public var isOfMachineItself: Bool {
    if Self.metadataNames.contains(host.hasSuffix(".") ? String(host.dropLast()) : host) { return true }
    if let address = Self.version4(host) { return Self.isLocal(address) }
    guard host.contains(":") else { return false }
    if host.hasPrefix("fd00:ec2:") { return true }
    // fe80::/10.
    if let first = UInt16(host.prefix { $0 != ":" }, radix: 16), first & 0xFFC0 == 0xFE80 { return true }
    return Self.mapped(host).map(Self.isLocal) ?? false
  }

  private static let metadataNames: Set<String> = ["metadata.google.internal", "metadata", "instance-data"]

  /// 169.254.0.0/16, and the metadata services that are elsewhere.
  private static func isLocal(_ address: UInt32) -> Bool {
    address >> 16 == 0xA9FE || address == 0x6464_64C8 || address == 0xC000_00C0
  }

  /// The address that a host is in any form that `inet_aton` takes: `169.254.1.1`, `0xA9FE0101`, `2851995905`.
  static func version4(_ host: String) -> UInt32? {
    var parts = host.split(separator: ".", omittingEmptySubsequences: false)
    if parts.last?.isEmpty ?? false { parts.removeLast() }
    let numbers = parts.map(number)
    guard (1...4).contains(numbers.count), let last = numbers.last ?? nil else { return nil }
    var address: UInt64 = 0
    for part in numbers.dropLast() {
      guard let part, part < 256 else { return nil }
      address = address << 8 | part
    }
    let bits = UInt64(8 * (5 - numbers.count))
    guard last < 1 << bits else { return nil }
    return UInt32(truncatingIfNeeded: address << bits | last)
  }

  private static func number(_ text: Substring) -> UInt64? {
    if text.lowercased().hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0"), text.count > 1 { return UInt64(text, radix: 8) }
    return text.utf8.allSatisfy(\.isASCIIDigit) ? UInt64(text) : nil
  }

  /// The address of version 4 in `::ffff:a.b.c.d` or `::ffff:aabb:ccdd`.
  private static func mapped(_ host: String) -> UInt32? {
    let groups = host.split(separator: ":", omittingEmptySubsequences: true)
    guard groups.dropLast(1).contains("ffff"), let last = groups.last else { return nil }
    if last.contains(".") { return version4(String(last)) }
    guard groups.count >= 2, let low = UInt32(last, radix: 16), let high = UInt32(groups[groups.count - 2], radix: 16)
    else { return nil }
    return high << 16 | low
  }
}
