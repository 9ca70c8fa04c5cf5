internal import Running

/// A table of what came of faults: a row for each thing that can go wrong, a column for each way.
struct ExplorationTable: Sendable {
  /// A column: some faults whose outcomes share a cell.
  struct Column: Sendable {
    let title: String
    let faults: [RehearsalFault]

    init(_ title: String, _ faults: [RehearsalFault]) {
      self.title = title
      self.faults = faults
    }
  }

  /// The faults that a node of any kind can have.
  static let usual = [
    Column("fail", [.fail]), Column("timeout", [.timeout]), Column("unknown", [.unknown]),
    Column("cancel", [.cancel, .cancelSlow]), Column("abort", [.abort]), Column("promote", [.promote]),
    Column("crash", [.crash, .crashAfter]), Column("resume", [.resume, .resumeAfter]),
  ]
  /// Those of nodes that move traffic, or let others move it.
  static let ofTraffic = [Column("lie", [.lie]), Column("stray", [.stray]), Column("drift", [.drift])]

  let columns: [Column]
  /// The rows: what goes wrong, and how runs ended then, column by column.
  private(set) var rows: [(site: String, cells: [String])] = []

  /// The table of what went wrong last in `cases`, in their order.
  init(_ cases: [ExplorationCase], _ columns: [Column]) {
    var ends: [String: [[String]]] = [:]
    var sites: [String] = []
    for one in cases {
      guard let strike = one.strikes.last,
        let column = columns.firstIndex(where: { $0.faults.contains(strike.fault) })
      else { continue }
      if ends[strike.site] == nil { sites.append(strike.site) }
      ends[strike.site, default: Array(repeating: [], count: columns.count)][column].append(one.status)
    }
    let used = columns.indices.filter { column in ends.values.contains { !$0[column].isEmpty } }
    self.columns = used.map { columns[$0] }
    rows = sites.map { site in (site, used.map { Self.cell(ends[site]?[$0] ?? []) }) }
  }

  private static func cell(_ statuses: [String]) -> String {
    var seen: Set<String> = []
    return statuses.filter { seen.insert($0).inserted }.map(Self.words).joined(separator: ", ")
  }

  /// How a run ended, in words.
  static func words(_ status: String) -> String { status.replacing("_", with: " ") }

  /// The table as text; nothing if it has no rows.
  var text: String {
    if rows.isEmpty { return "" }
    let lines = [[""] + columns.map(\.title)] + rows.map { [$0.site] + $0.cells }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { Self.line($0, widths) + "\n" }.joined()
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
    let text = padded.joined(separator: "  ")
    return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
  }
}
