import TestSupport
import Testing

@testable import Values

/// What the fuzzer of masks found worth keeping, once more.
@Suite("The masker's corpus")
struct MaskerCorpusTests {
  @Test("is masked alike whole and in pieces, and no secret comes out")
  func replay() throws {
    let lines = try #require(Repository.read("Tests/Fuzzing/corpus/Masker.jsonl")).split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines {
      // The characters of each string stand for bytes.
      let characters = try JSONReader.read(String(line)).string ?? ""
      var parts = characters.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }.split(separator: 0xFF).map(
        Array.init)
      let text = parts.popLast() ?? []
      let secrets = parts.prefix(3).map { String(decoding: $0, as: UTF8.self) }
      let mask = SecretMask(secrets)
      let whole = mask.masked(text)
      var stream = SecretMaskStream(mask)
      let pieces = text.flatMap { byte in withUnsafeBytes(of: byte) { stream.masked($0) } }
      #expect(pieces + stream.finish() == whole)
      // What is put in the place of a secret may be a part of one that has a `*` itself.
      let shown = secrets.filter { $0.utf8.count >= SecretForms.shortest && !$0.contains("*") }
      let automaton = FormAutomaton(shown.flatMap(SecretForms.all))
      var state = FormAutomaton.root
      for byte in whole {
        state = automaton.next(state, byte)
        #expect(automaton.match(at: state) == 0)
      }
    }
  }
}
