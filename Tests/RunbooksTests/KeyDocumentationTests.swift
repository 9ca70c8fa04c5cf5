import Foundation
import Runbooks
import TestSupport
import Testing

/// `docs/keys.md` is what the tables of keys say.
@Suite("The documentation of keys")
struct KeyDocumentationTests {
  private static let page = "docs/keys.md"

  @Test("is that of the tables; `make docs` writes it anew")
  func isCurrent() throws {
    let text = Self.text
    if ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil {
      try Data(text.utf8).write(to: Repository.root.appendingPathComponent(Self.page))
    }
    #expect(Repository.read(Self.page) == text)
  }

  private static var text: String {
    let common = NodeKey.allCases.map { (name: $0.rawValue, definition: $0.definition) }
    var sections = [
      """
      # Keys

      Every key of a runbook. Those under "Not yet" are known, and refused until what they do is there. This page is
      made from the program's own tables by `make docs`.
      """,
      section("`[runbook]`", RunbookKey.allCases.map { ($0.rawValue, $0.definition) }),
      section("`[runbook.defaults]`", DefaultKey.allCases.map { ($0.rawValue, $0.definition) }),
      section("A secret in `[runbook.secrets]`", SecretKey.allCases.map { ($0.rawValue, $0.definition) }),
      section("A variable in `[variables]`", VariableKey.allCases.map { ($0.rawValue, $0.definition) }),
      section("A table `limits`", LimitKey.allCases.map { ($0.rawValue, $0.definition) }),
      section("Every node", common.filter { $0.definition.kinds.isEmpty }),
    ]
    sections.append(section("`retry`", RetryKey.allCases.map { ($0.rawValue, $0.definition) }))
    sections.append(section("`poll`", PollKey.allCases.map { ($0.rawValue, $0.definition) }))
    sections.append(section("`breaker`", BreakerKey.allCases.map { ($0.rawValue, $0.definition) }))
    sections.append(section("`auth`", AuthKey.allCases.map { ($0.rawValue, $0.definition) }))
    sections.append(section("`auth.basic`", BasicKey.allCases.map { ($0.rawValue, $0.definition) }))
    sections.append(section("`auth.aws_sigv4`", SignatureKey.allCases.map { ($0.rawValue, $0.definition) }))
    for kind in NodeKind.allCases where kind.availability == .now {
      sections.append(section("A \(kind.rawValue) node", common.filter { $0.definition.kinds.contains(kind) }))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  private static func section(_ title: String, _ keys: [(name: String, definition: KeyDefinition)]) -> String {
    let available = keys.filter { $0.definition.availability == .now }
    let rows = available.map { "| `\($0.name)` | \($0.definition.form.name) | \($0.definition.summary) |" }
    let later = keys.filter { $0.definition.availability == .later }.map { "`\($0.name)`" }
    let table = "| key | value | meaning |\n|---|---|---|\n" + rows.joined(separator: "\n")
    return "## \(title)\n\n" + table + (later.isEmpty ? "" : "\n\nNot yet: " + later.joined(separator: ", ") + ".")
  }
}
