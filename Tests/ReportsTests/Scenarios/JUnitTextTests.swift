import Foundation
import Reports
import Testing
import Text

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// JUnit's XML, whatever the names and messages are.
@Suite("JUnit's XML")
struct JUnitTextTests {
  private static let hostile = [
    "]]>", "<&\"'>", "\u{0}\u{1}\u{B}\u{1F}\u{7F}", "\u{FFFE}\u{FFFF}", "tab\tline\nreturn\r", "é😀\u{202E}", "&amp;",
    "<!--",
    "<![CDATA[", "",
  ]

  @Test("is well-formed, and holds what it was given", arguments: hostile)
  func wellFormed(_ text: String) throws {
    let span = ByteSpan(0..<1)
    let failed = ScenarioResult(
      name: text, at: span, status: "failed", exitCode: 1, duration: .milliseconds(1_050),
      failures: [ScenarioResult.Failure(text, at: span)], timeline: [text])
    let report = ScenarioReport(
      source: SourceText(name: text, bytes: Array("x".utf8)), runbook: text, results: [failed])
    let parser = XMLParser(data: Data(JUnitText.render(report).utf8))
    let reader = Reader()
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(reader.names == [Self.allowed(text)])
    #expect(reader.times == ["1.050"])
  }

  /// The text as XML can have it.
  private static func allowed(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isAllowed = scalar.value >= 0x20 && scalar.value < 0xFFFE || "\t\n\r".unicodeScalars.contains(scalar)
          return isAllowed || scalar.value > 0xFFFF ? scalar : "\u{FFFD}"
        }))
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var names: [String] = []
    var times: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      guard element == "testcase" else { return }
      names.append(attributes["name"] ?? "none")
      times.append(attributes["time"] ?? "none")
    }
  }
}
