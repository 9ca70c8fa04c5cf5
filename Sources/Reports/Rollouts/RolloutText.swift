internal import Planning
internal import Text

/// A rollout in a printed plan: its stages with every command, what goes back, and the arithmetic (design 8).
struct RolloutText {
  private let outline: RolloutOutline
  private let arithmetic: RolloutArithmetic
  private let strategy: PlanStrategy

  init(_ strategy: PlanStrategy, _ nodes: [PlanNode], owner: String, places: Int) {
    self.strategy = strategy
    outline = RolloutOutline(strategy, nodes, owner: owner)
    arithmetic = RolloutArithmetic(strategy, nodes, places: places)
  }

  /// What is rolled out to what: target, version and the one before.
  static func subject(of strategy: PlanStrategy) -> String {
    var text = OutputText.oneLine(strategy.targetText)
    if let version = strategy.versionText { text += "  \(OutputText.oneLine(version))" }
    if let previous = strategy.previousText {
      let run = strategy.previousRun.map { ", from run \($0)" } ?? ""
      text += " (previous \(OutputText.oneLine(previous))\(run))"
    } else if strategy.tellsPrevious {
      text += " (PREVIOUS is the version that a target has)"
    } else if strategy.needsPrevious {
      text += " (PREVIOUS is the version of the last run that succeeded)"
    }
    return text
  }

  /// The lines, without a margin.
  func lines(_ style: TextStyle) -> [String] {
    var lines = table(style)
    if let legend { lines.append(legend) }
    if let seed = strategy.seed { lines.append("order shuffled, seed \(String(seed, radix: 16))") }
    if strategy.areTargetsOpen { lines.append("TARGET stands for those that `targets_from` will print") }
    for wayBack in outline.waysBack where !wayBack.text.isEmpty {
      lines.append("on failure from \(wayBack.line) on: \(wayBack.text)")
    }
    if let drift = outline.drift { lines.append("if anybody else has moved the traffic: \(drift)") }
    if let capture = outline.capture { lines.append("when a check has failed, once: \(capture)") }
    return lines + RolloutTimeText(strategy, arithmetic).lines
  }

  /// What the words mean that stand for what only the run will tell.
  private var legend: String? {
    let texts = outline.lines.flatMap { $0.nodes.flatMap { $0.command + [$0.note] } } + outline.waysBack.map(\.text)
    func names(_ word: String) -> Bool { texts.contains { $0.contains(word) } }
    guard strategy.kind == .blueGreen, names("LIVE") || names("IDLE") else { return nil }
    return "LIVE and IDLE are the sides with and without traffic when it begins"
  }

  // MARK: - The table

  private struct Row {
    var label: String
    var mark: String
    var command: [String]
    var note: String
  }

  private func table(_ style: TextStyle) -> [String] {
    let digits = String(outline.lines.count).count
    let rows = outline.lines.enumerated().flatMap { self.rows(of: $1, $0 + 1, digits: digits) }
    let label = min(rows.map(\.label.count).max() ?? 0, 28)
    let command = min(rows.filter { !$0.note.isEmpty }.flatMap(\.command).map(\.count).max() ?? 0, 52)
    return rows.flatMap { row in text(of: row, label: label, command: command, style) }
  }

  private func rows(of line: RolloutOutline.Line, _ number: Int, digits: Int) -> [Row] {
    let weight = line.weight.map { " \($0)%" } ?? ""
    let name = Self.padded(String(number), digits, left: true) + " \(line.name)\(weight)"
    let margin = String(repeating: " ", count: digits + 2)
    let first = line.nodes.first.map { row(of: $0, name) }
    if line.nodes.count == 1, let first { return [first] }
    let head = Row(label: name, mark: " ", command: [], note: "")
    return [head] + line.nodes.map { row(of: $0, margin + $0.label) }
  }

  private func row(of node: RolloutOutline.Node, _ label: String) -> Row {
    Row(label: label, mark: node.changes ? "!" : " ", command: node.command, note: node.note)
  }

  private func text(of row: Row, label: Int, command: Int, _ style: TextStyle) -> [String] {
    guard let first = row.command.first else { return [row.label] }
    var line = Self.padded(row.label, label) + " \(row.mark) "
    if row.note.isEmpty {
      line += first
    } else {
      line += Self.padded(first, command) + "  " + style.paint(row.note, .faint)
    }
    let margin = String(repeating: " ", count: label + 1)
    return [line] + row.command.dropFirst().map { margin + "> " + $0 }
  }

  private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return left ? space + text : text + space
  }
}
