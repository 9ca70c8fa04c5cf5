/// Reads the files of the database of time zones: TZif, versions 1 to 4 (RFC 8536).
///
/// A file of version 2 and later has everything twice: with 32 bits for old readers, and behind that with 64.
struct ZoneFile {
  private let bytes: [UInt8]
  private var place = 0

  /// The numbers of a header.
  private struct Header {
    let version: UInt8
    let utcCount, standardCount, leapCount, timeCount, typeCount, nameBytes: Int

    /// The bytes of the data behind it, with times of so many bytes.
    func size(_ time: Int) -> Int {
      timeCount * (time + 1) + typeCount * 6 + nameBytes + leapCount * (time + 4) + standardCount + utcCount
    }
  }

  /// The rules in the bytes of a file; nothing if it is no such file, or counts leap seconds.
  static func read(_ bytes: [UInt8]) -> ZoneRules? {
    var file = ZoneFile(bytes: bytes)
    guard let header = file.header() else { return nil }
    if header.version == 0 { return file.rules(header, time: 4, hasFooter: false) }
    file.place += header.size(4)
    return file.header().flatMap { file.rules($0, time: 8, hasFooter: true) }
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func header() -> Header? {
    guard place + 44 <= bytes.count, bytes[place..<place + 4].elementsEqual("TZif".utf8) else { return nil }
    let version = bytes[place + 4]
    place += 20
    let counts = (0..<6).map { _ in integer(4) }
    // Nothing that a real file has is as large; what follows cannot overflow.
    guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
    return Header(
      version: version, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2], timeCount: counts[3],
      typeCount: counts[4], nameBytes: counts[5])
  }

  private mutating func rules(_ header: Header, time: Int, hasFooter: Bool) -> ZoneRules? {
    guard place + header.size(time) <= bytes.count, header.typeCount > 0, header.leapCount == 0 else { return nil }
    let end = place + header.size(time)
    let times = (0..<header.timeCount).map { _ in integer(time) }
    let types = (0..<header.timeCount).map { _ in integer(1) & 0xFF }
    let offsets = (0..<header.typeCount).map { _ in
      defer { place += 2 }
      return integer(4)
    }
    guard types.allSatisfy({ $0 < offsets.count }), zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return nil
    }
    let transitions = zip(times, types).map { ZoneRules.Transition(at: $0, offset: offsets[$1]) }
    let footer = hasFooter ? Self.footer(bytes[end...]) : ""
    guard let footer else { return nil }
    if footer.isEmpty { return ZoneRules(first: offsets[0], transitions: transitions) }
    guard let rest = YearlyClockRule(text: footer) else { return nil }
    return ZoneRules(first: offsets[0], transitions: transitions, rest: rest)
  }

  /// The text between the two line ends at the end of the file.
  private static func footer(_ rest: ArraySlice<UInt8>) -> String? {
    guard rest.first == UInt8(ascii: "\n"), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\n")) else {
      return nil
    }
    return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
  }

  /// A number of so many bytes, the first the most significant, with its sign.
  private mutating func integer(_ count: Int) -> Int {
    var number = Int(Int8(bitPattern: bytes[place]))
    for offset in 1..<max(count, 1) { number = number << 8 | Int(bytes[place + offset]) }
    place += count
    return number
  }
}

extension ZoneRules {
  /// The rules in the bytes of a file of the database of time zones; nothing if it is no such file.
  public init?(file bytes: [UInt8]) {
    guard let rules = ZoneFile.read(bytes) else { return nil }
    self = rules
  }
}
