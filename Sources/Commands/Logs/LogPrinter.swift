internal import Audit
internal import Running
internal import Text
internal import Values

/// Prints what nodes have printed, piece by piece as it is read.
struct LogPrinter {
  /// How it is printed.
  enum Form: Equatable {
    /// The bytes as they are.
    case raw
    /// Lines that are harmless for a terminal, each behind its node's name if there are several.
    case lines(named: Bool)
    /// A JSON object for each line.
    case json
  }

  let form: Form
  let console: Console
  /// Lines that are begun, by the log.
  private var splitters: [Int: LineSplitter] = [:]

  init(_ form: Form, _ console: Console) {
    self.form = form
    self.console = console
  }

  /// Prints the next bytes of the log of this number.
  mutating func print(_ bytes: [UInt8], of number: Int, _ log: RunLogs.Log) throws {
    if form == .raw { return try console.result(bytes) }
    var text = ""
    var splitter = splitters[number] ?? LineSplitter()
    splitter.take(bytes[...]) { text += line($0, log) }
    splitters[number] = splitter
    if !text.isEmpty { try console.result(text) }
  }

  /// Prints a last line that has no end.
  mutating func end(_ number: Int, _ log: RunLogs.Log) throws {
    guard var splitter = splitters.removeValue(forKey: number) else { return }
    var text = ""
    splitter.finish { text += line($0, log) }
    if !text.isEmpty { try console.result(text) }
  }

  private func line(_ bytes: ArraySlice<UInt8>, _ log: RunLogs.Log) -> String {
    if form == .json { return json(bytes, log) }
    let text = OutputText.lines(Array(bytes)).joined(separator: " ")
    let line = form == .lines(named: true) ? "\(Self.name(of: log)) | \(text)" : text
    return line + "\n"
  }

  /// The node, and which attempt, or that it was undone.
  static func name(of log: RunLogs.Log) -> String {
    let attempt = log.attempt > 1 ? "#\(log.attempt)" : ""
    return OutputText.oneLine(log.node) + (log.step == .rollback ? " rollback" : "") + attempt
  }

  private func json(_ bytes: ArraySlice<UInt8>, _ log: RunLogs.Log) -> String {
    var stream = JSONStream()
    stream.object { stream in
      stream.member("node", log.node)
      stream.member("step", log.step.rawValue)
      stream.member("attempt", log.attempt)
      stream.member("line", String(decoding: bytes, as: UTF8.self))
    }
    return String(decoding: stream.bytes, as: UTF8.self) + "\n"
  }
}
