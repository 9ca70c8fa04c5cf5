internal import Planning
public import Running
internal import Text
internal import Values

/// The page that GitHub shows of a step (`GITHUB_STEP_SUMMARY`): how the run ended, what failed, what waits, every node.
public struct GitHubSummary: Sendable {
  /// The most bytes of a step's page; GitHub shows nothing of a larger one.
  public static let maximumSize = Dispatch.largestSummary

  private let outcome: RunOutcome
  private let finish: RunFinish
  private let arguments: RunArguments
  /// What was printed last.
  private let lastLines: [String]

  /// The page of a run that has come to `outcome`; `lastLines` is what was printed last, the failure view included.
  public init(_ outcome: RunOutcome, _ finish: RunFinish, _ arguments: RunArguments, lastLines: [String]) {
    self.outcome = outcome
    self.finish = finish
    self.arguments = arguments
    self.lastLines = lastLines
  }

  /// The page of a command that was refused before anything began.
  public static func refusal(_ status: String, of file: String) -> String {
    "## pyflow: \(MarkdownText.inline(file)) was not run (\(status))\n\nNothing was changed; the log tells why.\n\n"
  }

  /// The page as Markdown, in at most `limit` bytes: what is least urgent is left out, the nodes that went well first.
  public func render(limit: Int = maximumSize) -> String {
    var page = Page(limit: limit)
    page.append(heading)
    page.append(lastWords(atMost: limit / 4))
    page.append(questions)
    appendNodes(to: &page)
    return page.text
  }

  // MARK: - What is told first

  private var heading: String {
    let words = finish.status.rawValue.split(separator: "_").joined(separator: " ")
    let duration = ProgressView.text(finish.duration)
    return "## pyflow: \(MarkdownText.inline(outcome.plan.title)) – \(words)\n\nRun `\(arguments.run)` of "
      + "\(MarkdownText.inline(arguments.file)), \(duration)\n\n"
  }

  /// The failure view and how to go on, its end if it is long.
  private func lastWords(atMost limit: Int) -> String {
    var lines = lastLines.map { OutputText.shortened(OutputText.cleaned($0)) }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    var size = 0
    let shown = lines.reversed().prefix { line in
      size += line.utf8.count + 1
      return size <= limit
    }.reversed()
    if shown.isEmpty { return "" }
    return MarkdownText.block((shown.count < lines.count ? ["…"] : []) + shown, as: "text") + "\n"
  }

  private var questions: String {
    let waiting = outcome.questions.filter { outcome.status(of: $0.key) == .waiting }.sorted { $0.key < $1.key }
    if waiting.isEmpty { return "" }
    let items = waiting.map { node, request in
      let id = outcome.plan.nodes[node].id
      let who = MarkdownText.inline(request.question.approval.text())
      return "- **\(MarkdownText.inline(id))**: \(MarkdownText.inline(request.question.text)) (may approve: \(who))\n\n"
        + MarkdownText.block([arguments.command("approve", node: id)], as: "sh") + "\n"
    }
    return "### Waits for approval\n\n" + items.joined()
  }

  // MARK: - The nodes

  private func appendNodes(to page: inout Page) {
    let nodes = outcome.plan.nodes.indices
    let (urgent, others) = (nodes.filter(isUrgent), nodes.filter { !isUrgent($0) })
    guard page.append("| node | status | duration | attempts | why |\n|---|---|--:|--:|---|\n") else { return }
    // Room for the line that says how many are missing.
    page.reserve(100)
    let order = urgent + others
    let missing = order.firstIndex { !page.append(row($0)) }.map { order.count - $0 } ?? 0
    page.reserve(0)
    if missing > 0 { page.append("\n\(missing) more nodes are in the audit file.\n") }
    page.append("\n")
  }

  private func isUrgent(_ node: Int) -> Bool {
    switch outcome.status(of: node) {
    case .failed, .cancelled, .unknown, .waiting: true
    default: outcome.rollbacks[node] != nil
    }
  }

  private func row(_ node: Int) -> String {
    var status = outcome.status(of: node).rawValue
    if outcome.ends[node]?.isAllowed == true { status += ", which is allowed" }
    if outcome.ends[node] == nil, outcome.kept[node] != nil { status += " before" }
    switch outcome.rollbacks[node] {
    case nil: break
    case .succeeded: status += ", rolled back"
    default: status += ", not rolled back"
    }
    let finish = outcome.ends[node].flatMap { $0.attempt > 0 ? $0 : nil }
    let cells = [
      MarkdownText.inline(outcome.plan.nodes[node].id), status, finish.map { ProgressView.text($0.duration) } ?? "",
      finish.map { String($0.attempt) } ?? "", outcome.reason(of: node).map { MarkdownText.inline($0.message) } ?? "",
    ]
    return "| \(cells.joined(separator: " | ")) |\n"
  }

  /// Text of a bounded size.
  private struct Page {
    private(set) var text = ""
    private let limit: Int
    private var reserved = 0

    init(limit: Int) { self.limit = limit }

    /// Keeps so many bytes free.
    mutating func reserve(_ count: Int) { reserved = count }

    /// Appends a piece if there is room for all of it; whether there was.
    @discardableResult
    mutating func append(_ piece: String) -> Bool {
      guard text.utf8.count + piece.utf8.count + reserved <= limit else { return false }
      text += piece
      return true
    }
  }
}
