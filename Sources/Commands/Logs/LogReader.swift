internal import Audit
internal import Effects
internal import Running
internal import Text

/// Reads the logs of a run, as far as they are there.
struct LogReader {
  /// Which of them are wanted.
  struct Choice {
    /// Those of this node; of all if none is named.
    var node: String?
    /// Those of this attempt.
    var attempt: Int?
    /// So many of the last lines of each that is there now.
    var tail: Int?

    func contains(_ log: RunLogs.Log) -> Bool {
      (node == nil || log.node == node) && (attempt == nil || log.attempt == attempt)
    }
  }

  let choice: Choice
  /// The folder of the run's files.
  let folder: String
  var printer: LogPrinter
  /// The files that are open, by the number of their log.
  private var files: [Int: GrowingFile] = [:]
  /// Logs of which nothing more comes.
  private var done: Set<Int> = []
  /// Whether anything was printed, or said to be gone.
  private(set) var hasFound = false

  init(_ choice: Choice, folder: String, _ printer: LogPrinter) {
    self.choice = choice
    self.folder = folder
    self.printer = printer
  }

  /// Prints what the logs have beyond what was printed; whether that was anything.
  ///
  /// A log that was begun later than the reading is printed from its beginning, whatever the choice says about last lines.
  mutating func read(_ logs: [RunLogs.Log], isFirst: Bool) throws -> Bool {
    var hasNew = false
    for (number, log) in logs.enumerated() where choice.contains(log) && !done.contains(number) {
      if files[number] == nil, let file = open(log) {
        if isFirst, let tail = choice.tail { file.skip(toLastLines: tail) }
        files[number] = file
        hasFound = true
      }
      while let bytes = files[number]?.next(), !bytes.isEmpty {
        hasNew = true
        try printer.print(bytes, of: number, log)
      }
      if log.hasEnded { try end(number, log) }
    }
    return hasNew
  }

  private func open(_ log: RunLogs.Log) -> GrowingFile? { try? GrowingFile(path(of: log)) }

  private func path(of log: RunLogs.Log) -> String {
    "\(folder)/\(LogName.of(log.node, step: log.step, attempt: log.attempt))"
  }

  private mutating func end(_ number: Int, _ log: RunLogs.Log) throws {
    done.insert(number)
    try printer.end(number, log)
    if files.removeValue(forKey: number) == nil, log.hasFile {
      hasFound = true
      printer.console.say("\(LogPrinter.name(of: log)): its log is gone: \(OutputText.oneLine(path(of: log)))\n")
    }
  }

  /// Prints last lines without an end of logs that did not come to theirs, because their run did not.
  mutating func endAll(_ logs: [RunLogs.Log]) throws {
    for (number, log) in logs.enumerated() where files[number] != nil { try printer.end(number, log) }
    files = [:]
  }
}
