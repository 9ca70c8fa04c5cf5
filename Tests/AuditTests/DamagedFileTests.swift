import Planning
import TestSupport
import Testing
import Values

@testable import Audit

/// Files that were cut or changed: what reads them never traps, and names the same place as the verification.
@Suite("Damaged audit files")
struct DamagedFileTests {
  private static let lines = AuditSample.shortRun
  private static let file = Array(lines.joined())

  /// What the reader and the verification make of a file.
  private static func read(_ file: [UInt8]) -> (
    history: HistoryReader, damage: AuditVerification.Damage?, torn: AuditVerification.Torn?
  ) {
    var verification = AuditVerification()
    verification.update(file)
    verification.finish()
    var history = HistoryReader()
    // Whole lines, as they are read from a file.
    for line in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
      history.add(line)
    }
    for run in history.runs {
      _ = run.past([:]) { Person(name: "user", userID: $0) }
      _ = (run.waiting, run.shownStatus(isAlive: false), run.isHalfUndone, run.isBeingUndone)
    }
    return (history, verification.damage, verification.torn)
  }

  @Test("cut at any byte: what is whole stays as it is, and a cut inside a record is found")
  func cut() {
    let ends = Set(Self.lines.indices.map { Self.lines[...$0].reduce(0) { $0 + $1.count } } + [0])
    for count in 0...Self.file.count {
      let (history, damage, torn) = Self.read(Array(Self.file[..<count]))
      #expect(history.damages.isEmpty && damage == nil)
      // At a record's border nothing shows: that is what `audit verify` says, and a head kept elsewhere is for.
      #expect((torn == nil) == ends.contains(count))
      let whole = ends.filter { $0 < count }.max() ?? 0
      if let torn { #expect(torn.offset == whole && torn.bytes == count - whole) }
    }
  }

  @Test("a bit of any byte is another one")
  func flipped() {
    var line = 0
    var start = 0
    for index in Self.file.indices {
      if index == start + Self.lines[line].count { (start, line) = (index, line + 1) }
      // One bit for each of five bytes, each of the eight in turn: every byte takes too long.
      guard index % 5 == 0 else { continue }
      var file = Self.file
      file[index] ^= 1 << (index / 5 % 8)
      let (history, damage, torn) = Self.read(file)
      let found = damage?.line ?? torn?.line
      #expect(found == line + 1 || found == line + 2, "byte \(index)")
      guard let damage else { continue }
      #expect(history.damages.first == damage, "byte \(index)")
      for run in history.runs where run.line <= damage.line { #expect(history.damage(of: run) != nil, "byte \(index)") }
    }
  }

  /// A change of whole lines at one of them.
  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let apply: @Sendable (inout [[UInt8]], Int) -> Void
    /// Whether it can be told from the file alone when the last line is the one.
    var showsAtEnd = true
  }

  static let changes = [
    Change(testDescription: "deleted", apply: { $0.remove(at: $1) }, showsAtEnd: false),
    Change(testDescription: "doubled", apply: { $0.insert($0[$1], at: $1) }),
    Change(testDescription: "foreign", apply: { $0.insert(Array("rubbish\n".utf8), at: $1) }),
    Change(testDescription: "empty", apply: { $0.insert([UInt8(ascii: "\n")], at: $1) }),
    Change(
      testDescription: "of another file",
      apply: { $0.insert(AuditSample.lines([Array("\"run\":\"R\",\"event\":\"node.ready\"".utf8)])[0], at: $1) }),
    Change(
      testDescription: "swapped with the next", apply: { if $1 + 1 < $0.count { $0.swapAt($1, $1 + 1) } },
      showsAtEnd: false),
  ]

  @Test("a line is deleted, doubled, swapped, or is somebody else's", arguments: changes)
  func changed(_ change: Change) {
    for number in Self.lines.indices {
      var lines = Self.lines
      change.apply(&lines, number)
      let (history, damage, _) = Self.read(Array(lines.joined()))
      if number == Self.lines.count - 1, !change.showsAtEnd {
        #expect(damage == nil)
        continue
      }
      #expect(damage.map { $0.line == number + 1 || $0.line == number + 2 } == true, "line \(number + 1)")
      #expect(history.damages.first == damage, "line \(number + 1)")
      #expect(damage.map { damage in damage.offset == lines[..<(damage.line - 1)].reduce(0) { $0 + $1.count } } == true)
      for run in history.runs where run.line < (damage?.line ?? 0) { #expect(history.damage(of: run) != nil) }
    }
  }

  @Test("what the fuzzer found worth keeping, once more: as a file, or behind a blank as bodies of linked records")
  func corpus() throws {
    let lines = try #require(Repository.read("Tests/Fuzzing/corpus/Audit.jsonl")).split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines {
      // The characters of each string stand for bytes.
      let text = try JSONReader.read(String(line)).string ?? ""
      let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      let isLinked = bytes.first == UInt8(ascii: " ")
      let bodies = bytes.dropFirst().split(separator: UInt8(ascii: "\n")).map { Array($0) }
      let (_, damage, _) = Self.read(isLinked ? Array(AuditSample.lines(bodies).joined()) : bytes)
      #expect(!isLinked || damage == nil)
    }
  }

  @Test("what was changed before a run began does not concern it")
  func earlier() throws {
    let bodies = AuditSample.runs.prefix(2).map { AuditSample.bodies("[a]\ncommand = \"x\"", run: $0) }
    let lines = AuditSample.lines(bodies.flatMap { $0 })
    let first = bodies[0].count
    for number in 0..<first {
      var flipped = lines
      flipped[number][20] ^= 1
      var deleted = lines
      deleted.remove(at: number)
      for file in [flipped, deleted] {
        let (history, damage, _) = Self.read(Array(file.joined()))
        let second = try #require(history.runs.first { $0.id == AuditSample.runs[1] })
        #expect(damage != nil && history.damage(of: second) == nil)
      }
    }
    var headless = lines
    headless.remove(at: first)
    let history = Self.read(Array(headless.joined())).history
    #expect(history.runs.last.flatMap { history.damage(of: $0) }?.line == first + 1)
  }
}
