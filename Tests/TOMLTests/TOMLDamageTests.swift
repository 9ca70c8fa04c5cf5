import TOML
import Testing
import Text
import Values

@Suite("T9: Damaged documents")
struct TOMLDamageTests {
  /// Parses and walks everything; every diagnostic must have a place inside the text.
  private static func survive(_ bytes: [UInt8]) {
    let (document, diagnostics) = TOMLCase.parse(bytes)
    for diagnostic in diagnostics.items {
      guard case .span(_, let span) = diagnostic.place else {
        Issue.record("no place: \(diagnostic.message)")
        continue
      }
      #expect(span.start <= span.end && span.end <= bytes.count, "\(diagnostic.message)")
      #expect(!diagnostic.message.isEmpty)
    }
    #expect(diagnostics.errorCount <= 21)
    walk(document.root, in: bytes.count)
    _ = DiagnosticRenderer(format: .text).render(diagnostics)
  }

  private static func walk(_ item: TOMLItem, in size: Int) {
    for child in item.children {
      #expect(child.keySpan.end <= size && child.valueSpan.end <= size)
      if child.kind == .string { _ = child.textMap.sourceOffset(of: child.string?.utf8.count ?? 0) }
      walk(child, in: size)
    }
  }

  @Test("T9: are understood whole", arguments: TOMLSamples.documents)
  func whole(document: String) {
    #expect(TOMLCase.problems(document).isEmpty)
  }

  @Test("T9: give a result or a placed error at every prefix", arguments: TOMLSamples.documents)
  func prefixes(document: String) {
    let bytes = Array(document.utf8)
    for count in 0...bytes.count { Self.survive(Array(bytes[..<count])) }
  }

  @Test("T9: give a result or a placed error at every suffix", arguments: TOMLSamples.documents)
  func suffixes(document: String) {
    let bytes = Array(document.utf8)
    for count in 0...bytes.count { Self.survive(Array(bytes[count...])) }
  }

  @Test(
    "T9: give a result or a placed error with any byte replaced", arguments: TOMLSamples.documents,
    ["\0", "\n", "\r", "\"", "'", "[", "]", "{", "}", "=", ".", ",", "\\", "#", "0", "-", "\u{7F}", "e"])
  func replaced(document: String, by text: String) {
    let bytes = Array(document.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed.replaceSubrange(index...index, with: text.utf8)
      Self.survive(changed)
    }
  }

  @Test(
    "T9: give a placed error with any byte made ill-formed", arguments: TOMLSamples.documents,
    [
      [0x80], [0xC0], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func illFormed(document: String, by sequence: [UInt8]) {
    let bytes = Array(document.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed.replaceSubrange(index...index, with: sequence)
      Self.survive(changed)
    }
  }

  @Test("T9: give a result or a placed error with any byte removed or doubled", arguments: TOMLSamples.documents)
  func removed(document: String) {
    let bytes = Array(document.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed.remove(at: index)
      Self.survive(changed)
      changed = bytes
      changed.insert(bytes[index], at: index)
      Self.survive(changed)
    }
  }
}
