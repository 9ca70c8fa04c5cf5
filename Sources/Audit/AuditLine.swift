internal import Text
public import Values

/// The outer form of a record's line: what stands at its ends, in which the chain is kept.
///
/// `{"seq":7,"time":"…",` … `,"prev":"<64 digits>","hash":"<64 digits>"}`
public struct AuditLine: Sendable, Equatable {
  /// The largest line, its newline included (design 6).
  public static let maximumSize = 64 << 10

  static let prevMember = ",\"prev\":\""
  static let hashMember = ",\"hash\":\""
  static let start = "{\"seq\":"
  /// The length of `,"hash":"<64 digits>"}`.
  private static let hashLength = hashMember.utf8.count + 64 + 2
  private static let prevLength = prevMember.utf8.count + 64 + 1

  /// The record's number.
  public let sequence: Int
  /// The hash of the record before.
  public let previous: SHA256Digest
  /// The record's own hash, as it stands in the line.
  public let hash: SHA256Digest
  /// Whether `hash` is what the line's bytes give.
  public let isIntact: Bool

  /// Reads the outer form of a line without its newline; nothing if it has another form.
  public init?(_ line: ArraySlice<UInt8>) {
    guard line.starts(with: Self.start.utf8), line.count > Self.hashLength + Self.prevLength,
      line.suffix(2).elementsEqual("\"}".utf8)
    else { return nil }
    let hashStart = line.endIndex - Self.hashLength
    let prevStart = hashStart - Self.prevLength
    guard line[hashStart...].starts(with: Self.hashMember.utf8),
      line[prevStart...].starts(with: Self.prevMember.utf8),
      let hash = SHA256Digest(hex: line[(line.endIndex - 66)..<(line.endIndex - 2)]),
      let previous = SHA256Digest(hex: line[(hashStart - 65)..<(hashStart - 1)]),
      let sequence = Self.number(line.dropFirst(Self.start.utf8.count))
    else { return nil }
    self.sequence = sequence
    self.previous = previous
    self.hash = hash
    // Digits in upper case mean the same digest, but nobody wrote them: the hash covers every byte but its own.
    let isAsWritten = !line[hashStart...].contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
    isIntact = isAsWritten && Self.hash(ofLineWithoutHash: line[..<hashStart]) == hash
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    let run = digits.prefix(while: \.isASCIIDigit)
    guard (1...18).contains(run.count) else { return nil }
    return run.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The hash of a line up to and without its hash member.
  static func hash(ofLineWithoutHash bytes: ArraySlice<UInt8>) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bytes)
    hash.update([UInt8(ascii: "}")])
    return hash.finalize()
  }
}
