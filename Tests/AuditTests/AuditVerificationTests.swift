import TestSupport
import Testing
import Values

@testable import Audit

@Suite("Verification")
struct AuditVerificationTests {
  typealias Damage = AuditVerification.Damage

  private static let lines = AuditSample.shortRun
  private static let sound = Array(lines.joined())

  private static func verify(_ bytes: [UInt8], pieces: Int = 1 << 20) -> AuditVerification {
    var verification = AuditVerification()
    var rest = bytes[...]
    while !rest.isEmpty {
      verification.update(rest.prefix(pieces))
      rest = rest.dropFirst(pieces)
    }
    verification.finish()
    return verification
  }

  private static func verify(_ lines: [[UInt8]]) -> AuditVerification { verify(Array(lines.joined())) }

  /// The offset of a line's first byte.
  private static func offset(_ line: Int) -> Int { lines[..<(line - 1)].reduce(0) { $0 + $1.count } }

  @Test("a sound file ends with the last record's hash")
  func sound() {
    let verification = Self.verify(Self.lines)
    #expect(verification.damage == nil)
    #expect(verification.chain.sequence == Self.lines.count)
    #expect(AuditLine(Self.lines[Self.lines.count - 1].dropLast())?.hash == verification.chain.head)
    #expect(verification.openRuns.isEmpty)
  }

  @Test("an empty file is sound")
  func empty() {
    #expect(Self.verify([UInt8]()).damage == nil)
    #expect(Self.verify([UInt8]()).chain == .start)
  }

  @Test("a missing line shows at the one after it")
  func missing() {
    var lines = Self.lines
    lines.remove(at: 2)
    #expect(
      Self.verify(lines).damage == Damage(kind: .broken(expectedSequence: 3, found: 4), line: 3, offset: Self.offset(3))
    )
    #expect(Self.verify(lines).chain.sequence == 2)
  }

  @Test("the first line may be the missing one")
  func missingFirst() {
    let damage = Self.verify(Array(Self.lines.dropFirst())).damage
    #expect(damage == Damage(kind: .broken(expectedSequence: 1, found: 2), line: 1, offset: 0))
  }

  @Test("a doubled line shows at its second place")
  func doubled() {
    var lines = Self.lines
    lines.insert(lines[2], at: 3)
    #expect(
      Self.verify(lines).damage == Damage(kind: .broken(expectedSequence: 4, found: 3), line: 4, offset: Self.offset(4))
    )
  }

  @Test("swapped lines show at the first of them")
  func swapped() {
    var lines = Self.lines
    lines.swapAt(1, 3)
    #expect(
      Self.verify(lines).damage == Damage(kind: .broken(expectedSequence: 2, found: 4), line: 2, offset: Self.offset(2))
    )
  }

  @Test("a record that was made anew with a hash of its own is not linked by the next one")
  func forged() {
    var lines = Self.lines
    var chain = AuditChain(sequence: 1, head: AuditLine(lines[0].dropLast())?.hash ?? .zero)
    var line: [UInt8] = []
    chain.seal(Array("\"run\":\"R\",\"event\":\"x\"".utf8), at: AuditSample.date, into: &line)
    lines[1] = line
    let damage = Self.verify(lines).damage
    #expect(damage?.kind == .broken(expectedSequence: 3, found: 3))
    #expect(damage?.line == 3)
  }

  @Test("a wrong number or link with a hash to match is found")
  func wrongMembers() {
    for (sequence, head) in [(4, AuditLine(Self.lines[1].dropLast())?.hash), (2, SHA256Digest.zero)] {
      var lines = Self.lines
      var chain = AuditChain(sequence: sequence, head: head ?? .zero)
      var line: [UInt8] = []
      chain.seal(Array("\"run\":\"R\",\"event\":\"x\"".utf8), at: AuditSample.date, into: &line)
      lines[2] = line
      let kind = Damage.Kind.broken(expectedSequence: 3, found: sequence + 1)
      #expect(Self.verify(lines).damage == Damage(kind: kind, line: 3, offset: Self.offset(3)))
    }
  }

  @Test(
    "a line that is no record is named",
    arguments: ["hello\n", "\n", "{}\n", "{\"seq\":3}\n", "{\"seq\":3,\"time\":\"x\n", "\u{FEFF}{}\n"])
  func foreign(text: String) {
    var lines = Self.lines
    lines.insert(Array(text.utf8), at: 2)
    #expect(Self.verify(lines).damage == Damage(kind: .notARecord, line: 3, offset: Self.offset(3)))
  }

  @Test("bytes that are no UTF-8 are a change like any other")
  func invalidUTF8() {
    var lines = Self.lines
    lines[3][40] = 0xFF
    #expect(Self.verify(lines).damage == Damage(kind: .changed, line: 4, offset: Self.offset(4)))
    lines[3] = [0xC3, 0x28, 0x0A]
    #expect(Self.verify(lines).damage == Damage(kind: .notARecord, line: 4, offset: Self.offset(4)))
  }

  @Test("zeros near the end are what a power cut leaves; far from it they are damage")
  func holes() throws {
    var lines = Self.lines
    // A line with the end of a sector in it.
    let number = try #require((1...lines.count).first { (Self.offset($0) + 60) / 512 < Self.offset($0 + 1) / 512 })
    let (index, offset) = (number - 1, Self.offset(number))
    lines[index][40] = 0
    #expect(Self.verify(lines).damage == Damage(kind: .changed, line: number, offset: offset))
    lines[index][40] = Self.lines[index][40]
    let end = ((offset + 60) / 512 + 1) * 512 - offset
    lines[index].replaceSubrange((end - 10)..<end, with: repeatElement(0, count: 10))
    let near = Self.verify(lines)
    #expect(near.damage == nil)
    let tail = lines[index...].reduce(0) { $0 + $1.count }
    #expect(near.torn == AuditVerification.Torn(line: number, offset: offset, bytes: tail))
    #expect(near.chain.sequence == index)
    var verification = AuditVerification()
    for line in lines { verification.update(line) }
    for _ in 0...(AuditHole.window / 1000) { verification.update([UInt8](repeating: 32, count: 1000)) }
    verification.finish()
    #expect(verification.damage == Damage(kind: .notARecord, line: number, offset: offset))
    #expect(verification.torn == nil)
  }

  @Test("a clock that went back is noted, with the line where it did")
  func clock() {
    func verify(_ seconds: [Int]) -> ClockSteps {
      var (chain, verification) = (AuditChain.start, AuditVerification())
      for second in seconds {
        var line: [UInt8] = []
        chain.seal(Array("\"x\":1".utf8), at: Timestamp(milliseconds: second * 1000), into: &line)
        verification.update(line)
      }
      return verification.clockSteps
    }
    #expect(verify([5, 4, 50, 49, 100, 41]).line == nil)
    let steps = verify([1000, 2000, 1939, 1950, 3000, 0, 1])
    #expect(steps.line == 3 && steps.count == 2)
  }

  @Test("a last record without its end is torn, which is no damage")
  func torn() {
    let count = Self.lines.count
    for cut in [1, 2, 70, Self.lines[count - 1].count - 1] {
      let verification = Self.verify(Self.sound.dropLast(cut))
      #expect(verification.damage == nil)
      let bytes = Self.lines[count - 1].count - cut
      #expect(
        verification.torn == AuditVerification.Torn(line: count, offset: Self.offset(count), bytes: bytes))
      #expect(verification.chain.sequence == count - 1)
    }
  }

  @Test("records cut off at the end leave a sound file with an open run")
  func cutTail() {
    let verification = Self.verify(Array(Self.lines.dropLast()))
    #expect(verification.damage == nil)
    #expect(verification.openRuns == [AuditSample.runs[0]])
  }

  @Test("a line longer than any record is named, whatever the pieces", arguments: [1000, 1 << 16, 1 << 20])
  func tooLong(pieces: Int) {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: AuditLine.maximumSize)
    for end in ["", "\n"] {
      let bytes = Self.lines[0] + long + Array(end.utf8)
      #expect(Self.verify(bytes, pieces: pieces).damage == Damage(kind: .tooLong, line: 2, offset: Self.offset(2)))
    }
  }

  @Test("the largest record is sound")
  func largest() {
    var chain = AuditChain.start
    var probe: [UInt8] = []
    chain.seal(Array("\"a\":\"\"".utf8), at: AuditSample.date, into: &probe)
    let filler = String(repeating: "x", count: AuditLine.maximumSize - probe.count)
    chain = .start
    var line: [UInt8] = []
    chain.seal(Array("\"a\":\"\(filler)\"".utf8), at: AuditSample.date, into: &line)
    #expect(line.count == AuditLine.maximumSize)
    #expect(Self.verify(line).damage == nil)
    #expect(Self.verify(line, pieces: 1000).damage == nil)
  }

  @Test("every changed byte is found, in its line")
  func everyByte() {
    for line in 1...Self.lines.count {
      for position in 0..<(Self.lines[line - 1].count - 1) {
        var bytes = Self.sound
        bytes[Self.offset(line) + position] ^= 0x20
        let damage = Self.verify(bytes).damage
        #expect(damage?.line == line, "line \(line), byte \(position)")
      }
    }
  }

  @Test("every flipped bit is found, and the pieces the file comes in do not matter")
  func anyBit() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<3000 {
      var bytes = Self.sound
      let offset = Int.random(in: 0..<bytes.count, using: &random)
      bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let damage = Self.verify(bytes).damage
      #expect(damage != nil, "byte \(offset)")
      #expect((damage?.offset ?? .max) <= offset)
      let piece = Int.random(in: 1...700, using: &random)
      #expect(Self.verify(bytes, pieces: piece).damage == damage, "byte \(offset), pieces of \(piece)")
    }
  }

  @Test("runs that have not ended are counted")
  func openRuns() {
    let bodies = AuditSample.runs.map { AuditSample.bodies("[a]\ncommand = \"x\"", run: $0) }
    let mixed = bodies[0] + bodies[1].dropLast() + bodies[2].dropLast()
    #expect(Self.verify(AuditSample.lines(mixed)).openRuns == Set(AuditSample.runs[1...]))
  }
}
