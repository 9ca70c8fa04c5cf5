internal import Runbooks
internal import Text

/// Finds variables that nothing in a runbook uses.
enum UnusedVariables {
  /// The declared variables that are not among `used`, and whose place in the environment the runbook does not mention.
  static func find(in runbook: Runbook, used: Set<String>) -> [VariableDeclaration] {
    let open = runbook.variables.filter { !used.contains($0.name) }
    guard !open.isEmpty else { return [] }
    let mentioned = mentions(in: runbook.source.bytes)
    return open.filter { !mentioned.contains($0.name) }
  }

  /// The names that follow `PYFLOW_VAR_` anywhere in a text.
  ///
  /// O(n).
  private static func mentions(in bytes: [UInt8]) -> Set<String> {
    let prefix = Array("PYFLOW_VAR_".utf8)
    var names: Set<String> = []
    var cursor = 0
    while let start = bytes[cursor...].firstIndex(of: prefix[0]) {
      cursor = start + 1
      guard bytes[start...].starts(with: prefix) else { continue }
      let name = bytes[(start + prefix.count)...].prefix(while: \.isASCIIWord)
      names.insert(String(decoding: name, as: UTF8.self))
    }
    return names
  }
}
