import Foundation
import Runbooks
import TestSupport
import Testing
import Values

/// `docs/functions.md` is what the schemas of the built-in functions say.
@Suite("The documentation of functions")
struct FunctionDocumentationTests {
  private static let page = "docs/functions.md"

  @Test("is that of the schemas; `make docs` writes it anew")
  func isCurrent() throws {
    if ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil {
      try Data(Self.text.utf8).write(to: Repository.root.appendingPathComponent(Self.page))
    }
    #expect(Repository.read(Self.page) == Self.text)
  }

  private static var text: String {
    let functions = BuiltinFunction.allCases.map { section($0.schema) }
    return ([head] + functions).joined(separator: "\n\n") + "\n"
  }

  private static let head = """
    # Functions

    The built-in functions of Function nodes, `function = "NAME"` with `params = { … }`. `pyflow plugins` prints them too, and
    those of plugins ([plugins.md](plugins.md)). How they behave stands in [design.md](design.md), section 3.4. This page is
    made from the program's own schemas by `make docs`.
    """

  private static func section(_ function: FunctionSchema) -> String {
    var parts = ["## `\(function.name)`", "\(function.summary.prefix(1).uppercased())\(function.summary.dropFirst())."]
    if !function.parameters.isEmpty {
      let rows = function.parameters.map { "| `\($0.name)` | \($0.rules) | \($0.summary) |" }
      parts.append("| parameter | value | meaning |\n|---|---|---|\n" + rows.joined(separator: "\n"))
    }
    if !function.outputs.isEmpty {
      parts.append("Outputs: " + function.outputs.map { "`\($0.name)` – \($0.summary)" }.joined(separator: "; ") + ".")
    }
    return parts.joined(separator: "\n\n")
  }
}
