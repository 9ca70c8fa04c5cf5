import Foundation
import Running
import TestSupport
import Testing

/// The tables in `docs/rollout-tables.md` are those of the code.
@Suite("The documentation of rollouts")
struct RolloutDocumentationTests {
  private static let page = "docs/rollout-tables.md"
  private static let heading = "## P: what all begin with\n"

  @Test("has the tables of transitions; `make docs` writes them anew")
  func isCurrent() throws {
    let text = Repository.read(Self.page) ?? ""
    let expected = text.components(separatedBy: Self.heading)[0] + Self.tables
    if ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil {
      try Data(expected.utf8).write(to: Repository.root.appendingPathComponent(Self.page))
    }
    #expect(Repository.read(Self.page) == expected)
  }

  private static var tables: String {
    heading + table(RolloutTable.blueGreen.rows.filter { $0.id.hasPrefix("P") })
      + "\n## B: BlueGreen\n" + table(RolloutTable.blueGreen.rows.filter { $0.id.hasPrefix("B") })
      + "\n## K: Canary\n" + table(RolloutTable.canary.rows.filter { $0.id.hasPrefix("K") })
      + "\n## T: one target of Progressive\n" + table(RolloutTable.target.rows)
      + "\n## R: Progressive\n" + table(RolloutTable.progressive.rows.filter { $0.id.hasPrefix("R") })
  }

  private static func table<Phase>(_ rows: [RolloutRow<Phase>]) -> String
  where Phase: RawRepresentable, Phase.RawValue == String {
    let head = "\n| row | from | event | if | to | why |\n|---|---|---|---|---|---|\n"
    return head
      + rows.map { row in
        let guards = row.guards.map(\.rawValue).joined(separator: ", ")
        let why = row.cause.map { "`\($0)`" } ?? ""
        return
          "| \(row.id) | \(row.from.rawValue) | \(row.event.rawValue) | \(guards) | \(row.to.rawValue) | \(why) |\n"
      }.joined()
  }
}
