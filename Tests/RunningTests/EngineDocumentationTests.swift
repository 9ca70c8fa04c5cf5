import Foundation
import Running
import TestSupport
import Testing

/// The table in `docs/engine.md` is the engine's own.
@Suite("The documentation of the engine")
struct EngineDocumentationTests {
  private static let page = "docs/engine.md"
  private static let heading = "| from | to | when |\n|---|---|---|\n"

  @Test("has the table of transitions; `make docs` writes it anew")
  func isCurrent() throws {
    let text = Repository.read(Self.page) ?? ""
    let before = text.components(separatedBy: Self.heading)[0]
    let expected = before + Self.heading + Self.rows
    if ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil {
      try Data(expected.utf8).write(to: Repository.root.appendingPathComponent(Self.page))
    }
    #expect(Repository.read(Self.page) == expected)
  }

  private static var rows: String {
    Transition.table.map { "| \($0.transition.from) | \($0.transition.to) | \($0.cause) |\n" }.joined()
  }
}
