internal import Effects
internal import Values

/// Run ids: 26 characters of Crockford's base 32 that sort by time (design 6).
enum RunIdentifier {
  /// 48 bits of milliseconds in 10 characters, then 80 random bits in 16.
  static func make(at date: Timestamp, random: () -> UInt64 = OwnProcess.randomBits) -> String {
    CrockfordBase32.encode(UInt64(max(0, date.milliseconds)), characters: 10)
      + CrockfordBase32.encode(random(), characters: 8) + CrockfordBase32.encode(random(), characters: 8)
  }
}
