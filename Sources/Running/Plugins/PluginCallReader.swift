internal import Planning
internal import Text
public import Values

/// Takes in what a plugin prints during a call, however it comes: a pure function over bytes, bounded in memory.
public struct PluginCallReader: Sendable {
  /// What the plugin says came of the call.
  private enum Outcome {
    case done(outputs: ValueMap, unchanged: String?)
    case failed(message: String, isWorthRetrying: Bool)
  }

  private var lines = LineSplitter(longest: PluginProtocol.lineLimit + 1)
  private var size = 0
  private var errorSize = 0
  private var outcome: Outcome?
  /// What is wrong with what it has said; then nothing more is taken in.
  public private(set) var failure: FunctionFailure?
  /// Whether it has said what came of the call.
  public var hasOutcome: Bool { outcome != nil }

  private let mask: SecretMask

  /// A reader of a call whose plugin has not said anything; in its own words nothing is left that `mask` hides.
  public init(masking mask: SecretMask = SecretMask([])) {
    self.mask = mask
  }

  /// The most characters of a plugin's message that are told.
  private static let longestMessage = 2000

  /// Takes in a piece of the plugin's standard output; what of it is for the log.
  public mutating func read(_ bytes: some Collection<UInt8>) -> String {
    guard failure == nil else { return "" }
    size += bytes.count
    if size > PluginProtocol.outputLimit { flood("standard output") }
    var log = ""
    var splitter = lines
    lines = LineSplitter()
    splitter.take(ArraySlice(bytes)) { log += read(line: $0) }
    lines = splitter
    return log
  }

  /// Takes in that so many bytes came on the plugin's standard error, which are for the log as they are.
  public mutating func readErrors(_ count: Int) {
    errorSize += count
    if failure == nil, errorSize > PluginProtocol.outputLimit { flood("standard error") }
  }

  /// Takes in that the plugin did not end although its call was over.
  public mutating func outstay(_ limit: Duration) {
    if failure == nil { fail(.pluginProtocol, "it did not end within \(DurationText.format(limit)) after its result") }
  }

  /// What came of the call, now that the plugin has ended.
  public mutating func result(_ ending: ActionResult.Ending) -> ActionResult {
    // The last line may lack its newline.
    var splitter = lines
    lines = LineSplitter()
    splitter.finish { line in _ = read(line: line) }
    if let failure { return ActionResult(.functionFailed(failure)) }
    switch (outcome, ending) {
    case (.failed(let message, let isWorthRetrying)?, _):
      return ActionResult(
        .functionFailed(FunctionFailure(.pluginError, message, isWorthRetrying: isWorthRetrying)))
    case (.done(let outputs, let unchanged)?, .exited(0)):
      var result = ActionResult(.done(unchanged: unchanged))
      result.outputs = outputs
      return result
    case (.done?, _):
      return ActionResult(
        .functionFailed(FunctionFailure(.pluginDied, "it gave its result, and then ended with \(Self.words(ending))")))
    case (nil, _):
      return ActionResult(
        .functionFailed(FunctionFailure(.pluginDied, "it ended without a result (\(Self.words(ending)))")))
    }
  }

  private static func words(_ ending: ActionResult.Ending) -> String {
    switch ending {
    case .exited(let code): "exit \(code)"
    case .killed(let signal): "signal \(signal)"
    default: "nothing that is known"
    }
  }

  // MARK: - Lines

  /// Takes in a line; what of it is for the log.
  private mutating func read(line: ArraySlice<UInt8>) -> String {
    guard failure == nil, !line.isEmpty else { return "" }
    if line.count > PluginProtocol.lineLimit {
      fail(.pluginFlood, "it printed a line of more than \(PluginProtocol.lineLimit) bytes")
      return ""
    }
    do throws(PluginLine.Mistake) {
      let line = try PluginLine(line, masking: mask)
      if outcome != nil { throw PluginLine.Mistake("printed `\(shown(line.type))` after its result") }
      return try take(line)
    } catch {
      fail(.pluginProtocol, "it " + error.message)
      return ""
    }
  }

  private mutating func take(_ line: PluginLine) throws(PluginLine.Mistake) -> String {
    switch line.type {
    case "log": return try log(line)
    case "progress": return try progress(line)
    case "result":
      outcome = .done(outputs: try outputs(line), unchanged: try unchanged(line))
      return ""
    case "error":
      guard let message = try line.text("message") else {
        throw PluginLine.Mistake("printed an error without `message`")
      }
      outcome = .failed(message: shortened(message), isWorthRetrying: try line.flag("retry") ?? true)
      return ""
    default: throw PluginLine.Mistake("answered with `\(shown(line.type))`, which is no kind of answer to a call")
    }
  }

  private func log(_ line: PluginLine) throws(PluginLine.Mistake) -> String {
    guard let message = try line.text("message") else {
      throw PluginLine.Mistake("printed a log line without `message`")
    }
    let level = try line.text("level") ?? MessageLevel.info.rawValue
    guard MessageLevel(rawValue: level) != nil else {
      throw PluginLine.Mistake("printed a log line of the level `\(shown(level))`")
    }
    return level == MessageLevel.info.rawValue ? "\(message)\n" : "\(level): \(message)\n"
  }

  private func progress(_ line: PluginLine) throws(PluginLine.Mistake) -> String {
    let message = try line.text("message")
    let percent: Double? =
      switch line.members["percent"] {
      case nil, .null?: nil
      case .int(let number)?: Double(number)
      case .double(let number)?: number
      default: throw PluginLine.Mistake("printed progress whose `percent` is no number")
      }
    if let percent, !(0...100).contains(percent) {
      throw PluginLine.Mistake("printed progress of \(percent) percent")
    }
    let words = [percent.map { "\(Int($0)) %" }, message].compactMap { $0 }
    return words.isEmpty ? "" : words.joined(separator: " ") + "\n"
  }

  private func outputs(_ line: PluginLine) throws(PluginLine.Mistake) -> ValueMap {
    switch line.members["outputs"] {
    case nil, .null?: return ValueMap()
    case .map(let map)?: return map
    case .some(let value): throw PluginLine.Mistake("printed `outputs` that are \(value.kind), not a JSON object")
    }
  }

  private func unchanged(_ line: PluginLine) throws(PluginLine.Mistake) -> String? {
    let message = try line.text("message")
    return try line.flag("changed") ?? true ? nil : message ?? "there was nothing to do"
  }

  /// The beginning of a word of the plugin's, cut when nothing secret is in it any more.
  private func shown(_ text: String) -> String { OutputText.oneLine(String(mask.masked(text).prefix(60))) }

  private func shortened(_ message: String) -> String {
    let text = mask.masked(message)
    return text.utf8.count > Self.longestMessage ? text.prefix(Self.longestMessage) + "…" : text
  }

  private mutating func flood(_ stream: String) {
    fail(.pluginFlood, "it printed more than \(PluginProtocol.outputLimit) bytes on its \(stream)")
  }

  private mutating func fail(_ kind: FunctionFailure.Kind, _ message: String) {
    failure = FunctionFailure(kind, message)
    lines = LineSplitter()
  }
}
