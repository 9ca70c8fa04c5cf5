import Audit
import TestSupport
import Testing
import Values

@Suite("The end of an audit file")
struct AuditTailTests {
  private static let lines = AuditSample.shortRun

  /// The chain after the first `count` lines.
  private static func chain(_ count: Int) -> AuditChain {
    guard count > 0, let line = AuditLine(lines[count - 1].dropLast()) else { return .start }
    return AuditChain(sequence: line.sequence, head: line.hash)
  }

  @Test("a file cut at any byte keeps every whole record")
  func everyCut() {
    let bytes = Array(Self.lines.joined())
    var end = 0
    for (index, line) in Self.lines.enumerated() {
      for length in 0..<line.count {
        let tail = AuditTail.read(Array(bytes[..<(end + length)]), isWholeFile: true)
        let expected = Self.chain(index)
        #expect(
          tail == (length == 0 ? .whole(expected) : .torn(bytes: length, expected)), "line \(index), byte \(length)")
      }
      end += line.count
    }
    #expect(AuditTail.read(bytes, isWholeFile: true) == .whole(Self.chain(Self.lines.count)))
  }

  @Test("the end is read the same way if only the end is there")
  func window() {
    let bytes = Array(Self.lines.joined())
    let count = Self.lines.count
    let window = Array(bytes.suffix(Self.lines[count - 1].count + Self.lines[count - 2].count + 10))
    #expect(AuditTail.read(window, isWholeFile: false) == .whole(Self.chain(count)))
    #expect(
      AuditTail.read(window.dropLast(5), isWholeFile: false)
        == .torn(bytes: Self.lines[count - 1].count - 5, Self.chain(count - 1)))
  }

  @Test(
    "zeros after a power cut, or a last line that is no record, are torn too",
    arguments: ["\0\0\0\0", "\0\0\n", "}\n", "\n", "{\"seq\":7,\"ti\n"])
  func padding(text: String) {
    let tail = AuditTail.read(Self.lines[0] + Self.lines[1] + Array(text.utf8), isWholeFile: true)
    #expect(tail == .torn(bytes: text.utf8.count, Self.chain(2)))
  }

  @Test(
    "a file of somebody else's is left alone",
    arguments: ["hello", "hello\n", "# Title\n\nText\n", "{\"level\":\"info\"}\n", "a\nb\nc", "\n\n\n"])
  func foreign(text: String) {
    #expect(AuditTail.read(Array(text.utf8), isWholeFile: true) == .foreign)
  }

  @Test(
    "the first record may be torn", arguments: ["{", "{\"se", "{\"seq\":1,\"time\":\"20", "{\"seq\":1,\n", "\0\0\0"])
  func first(text: String) {
    #expect(AuditTail.read(Array(text.utf8), isWholeFile: true) == .torn(bytes: text.utf8.count, .start))
  }

  @Test("damage before the last record keeps nobody from going on")
  func damageElsewhere() {
    var bytes = Array(Self.lines.joined())
    for offset in 0..<(bytes.count - Self.lines[Self.lines.count - 1].count - 1) { bytes[offset] = UInt8(ascii: "#") }
    #expect(AuditTail.read(bytes, isWholeFile: true) == .whole(Self.chain(Self.lines.count)))
  }

  @Test("any bytes at all are read")
  func anyBytes() {
    var random = SeededRandom(seed: 7)
    let alphabet = Array("{\"seq\":1,\n\0}".utf8)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      if case .torn(let count, let chain) = AuditTail.read(bytes, isWholeFile: true) {
        #expect(count == bytes.count && chain == .start)
      }
    }
  }

  @Test("the record of a repair says where the torn bytes stood and where they are")
  func repair() {
    let body = AuditRepair.body(offset: 120, torn: Array("torn".utf8), file: "deploy.audit.jsonl.torn-5")
    #expect(
      String(decoding: body, as: UTF8.self) == """
        "run":"","event":"log.repaired","offset":120,"bytes":4,\
        "sha256":"\(SHA256.hash(Array("torn".utf8)).hex)","file":"deploy.audit.jsonl.torn-5"
        """)
  }
}
