internal import Planning
public import Running
internal import Text
internal import Values

/// What a step gives to those after it: pyflow's own outputs, and those of the runbook.
public struct GitHubOutputs: Sendable {
  /// The outputs that every run has.
  public enum Name: String, Sendable, CaseIterable {
    case run = "run-id"
    case status
    case audit = "audit-file"
    case failedNode = "failed-node"
  }

  /// The most UTF-16 units that the outputs of a job may have together.
  public static let maximumSize = 1_000_000

  /// Names and values, in order.
  public private(set) var entries: [(name: String, value: String)] = []
  /// Why some of the runbook's are missing.
  public private(set) var warnings: [String] = []
  private var names: Set<String> = []
  private var size = 0

  /// The outputs of a run that begins: those that a step after it needs even if this one is killed.
  public static func beginning(run: String, auditPath: String) -> GitHubOutputs {
    var outputs = GitHubOutputs()
    outputs.add(.run, run)
    outputs.add(.audit, auditPath)
    return outputs
  }

  /// The outputs of a run that has ended.
  public static func end(_ finish: RunFinish, of outcome: RunOutcome) -> GitHubOutputs {
    var outputs = GitHubOutputs()
    outputs.add(.status, finish.status.rawValue)
    if let cause = finish.cause { outputs.add(.failedNode, outcome.plan.nodes[cause].id) }
    for entry in finish.outputs.entries {
      guard let name = entry.key.string else { continue }
      outputs.add(name, String.convert(entry.value) ?? "", isMasked: finish.maskedOutputs.contains(name))
    }
    return outputs
  }

  /// The outputs of a run that was refused, or whose runbook is invalid.
  public static func refusal(_ status: String) -> GitHubOutputs {
    var outputs = GitHubOutputs()
    outputs.add(.status, status)
    return outputs
  }

  private mutating func add(_ name: Name, _ value: String) {
    entries.append((name.rawValue, value))
    size += value.utf16.count
  }

  /// Adds an output of the runbook, unless it cannot be one of a step.
  private mutating func add(_ name: String, _ value: String, isMasked: Bool) {
    if let objection = objection(name, value, isMasked) {
      warnings.append("the output `\(OutputText.oneLine(name))` is not given to GitHub: \(objection)")
    } else {
      entries.append((name, value))
      names.insert(name.lowercased())
      size += value.utf16.count
    }
  }

  private func objection(_ name: String, _ value: String, _ isMasked: Bool) -> String? {
    if isMasked { return "it holds a secret" }
    if Name.allCases.contains(where: { $0.rawValue == name.lowercased() }) { return "pyflow has one of that name" }
    if names.contains(name.lowercased()) { return "another one has that name for GitHub, which ignores case" }
    let isName = name.utf8.allSatisfy { $0.isASCIIWord || $0 == UInt8(ascii: "-") }
    if name.isEmpty || !isName || name.utf8.first?.isASCIIDigit == true || name.hasPrefix("-") {
      return "GitHub's names are made of letters, digits, `_` and `-`"
    }
    if size + value.utf16.count > Self.maximumSize { return "there is room for \(Self.maximumSize) characters in all" }
    return nil
  }
}
