import TOML
import Testing
import Text
import Values

/// Parses texts the way the runbook reader does.
enum TOMLCase {
  /// The document that `text` holds, with everything that is wrong with it.
  static func parse(_ text: String) -> (document: TOMLDocument, diagnostics: Diagnostics) {
    parse(Array(text.utf8))
  }

  /// The document that `bytes` hold, with everything that is wrong with it.
  static func parse(_ bytes: [UInt8]) -> (document: TOMLDocument, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    let source = SourceText(name: "deploy.toml", bytes: bytes)
    let document = TOMLDocument.parse(source, into: &diagnostics)
    return (document, diagnostics)
  }

  /// The document as JSON, or the ids of what is wrong with it.
  static func json(_ text: String) -> String {
    let (document, diagnostics) = parse(text)
    return diagnostics.hasErrors ? ids(diagnostics) : JSONWriter.string(document.root.value, layout: .spaced)
  }

  /// The value of `x = …` in toml-test's form: kind and text; or the ids of what is wrong with it.
  static func tagged(_ value: String) -> String {
    let (document, diagnostics) = parse("x = \(value)\n")
    guard !diagnostics.hasErrors, let item = document.root["x"] else { return ids(diagnostics) }
    let json = try? JSONReader.read(TOMLTaggedJSON.encode(item))
    guard let type = json?.map?["type"]?.string, let text = json?.map?["value"]?.string else { return "no scalar" }
    return "\(type) \(text)"
  }

  /// The diagnostics as text, in source order.
  static func problems(_ text: String) -> String { problems(Array(text.utf8)) }

  /// The diagnostics as text, in source order.
  static func problems(_ bytes: [UInt8]) -> String {
    DiagnosticRenderer(format: .text).render(parse(bytes).diagnostics)
  }

  /// `line:column id` of each diagnostic, in source order.
  static func places(_ text: String) -> [String] {
    problems(text).split(separator: "\n").filter { $0.contains(": error: ") }.map { line in
      let parts = line.split(separator: ":", maxSplits: 3)
      let id = line.split(separator: "[").last.map { $0.dropLast() } ?? ""
      return "\(parts[1]):\(parts[2]) \(id)"
    }
  }

  private static func ids(_ diagnostics: Diagnostics) -> String {
    diagnostics.sorted().map(\.id).joined(separator: " ")
  }
}

/// A document with mistakes, and everything that is to be said about them.
struct TOMLMistake: Sendable, CustomTestStringConvertible {
  let text: String
  let report: String

  var testDescription: String { text }
}
