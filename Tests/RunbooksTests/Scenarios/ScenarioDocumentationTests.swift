import Runbooks
import TestSupport
import Testing

/// `docs/testing.md` knows everything that scenarios can say.
@Suite("The documentation of scenarios")
struct ScenarioDocumentationTests {
  private static let names =
    ScenarioFileKey.allCases.map(\.rawValue).filter { $0 != "scenario" } + ScenarioKey.allCases.map(\.rawValue)
    + ScriptKey.allCases.map(\.rawValue) + ExpectKey.allCases.map(\.rawValue) + ScriptWord.allCases.map(\.rawValue)
    + WorldKey.allCases.map { "[world.\($0.rawValue)]" }

  @Test("names every key and every word")
  func complete() {
    let page = Repository.read("docs/testing.md") ?? ""
    for name in Self.names { #expect(page.contains("`\(name)`"), "\(name)") }
  }

  @Test("is what the keys say of themselves")
  func summaries() {
    let summaries =
      ScenarioFileKey.allCases.map(\.definition.summary) + ScenarioKey.allCases.map(\.definition.summary)
      + WorldKey.allCases.map(\.definition.summary) + ScriptKey.allCases.map(\.definition.summary)
      + ExpectKey.allCases.map(\.definition.summary)
    #expect(Set(summaries).count == summaries.count)
  }
}
