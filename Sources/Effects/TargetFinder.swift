internal import CSystem
internal import Running
internal import Text
internal import Values

/// Asks a command which targets there are (design 8, `targets_from`): one that only looks, and answers at once.
public struct TargetFinder {
  /// How long it may take.
  public static let limit = Duration.seconds(30)
  /// How much it may print.
  private static let largest = 1 << 20

  /// A finder.
  public init() {}

  /// What a command prints that runs in `folder`, with pyflow's own environment; or why that is nothing, in words.
  public func output(of arguments: [String], in folder: String) -> Result<String, Failure> {
    let signals = HeldSignals()
    let command = ShortCommand(
      arguments: arguments, directory: folder, limit: Self.limit, outputLimit: Self.largest, signals: signals.pipe)
    switch command.run() {
    case .couldNotStart(let message): return .failure(Failure(message: message))
    case .timedOut: return .failure(Failure(message: "it did not end within \(DurationText.format(Self.limit))"))
    case .tooMuch: return .failure(Failure(message: "it printed more than \(Self.largest >> 20) MiB"))
    case .interrupted(let signal):
      signals.pass(on: signal)
      return .failure(Failure(message: "interrupted by \(signal.rawValue)"))
    case .ended(let exit, let output, let errors):
      if exit.signal != 0 { return .failure(Failure(message: "signal \(exit.signal) ended it")) }
      if exit.code != 0 { return .failure(Failure(message: "exit \(exit.code)\(Self.words(errors))")) }
      guard let text = String(validating: output, as: UTF8.self) else {
        return .failure(Failure(message: "what it printed is no UTF-8 text"))
      }
      return .success(text)
    }
  }

  /// Why there is no answer.
  public struct Failure: Error, Equatable {
    /// The words for it.
    public let message: String
  }

  /// The last line that it printed on its standard error.
  private static func words(_ errors: [UInt8]) -> String {
    OutputText.lines(errors).last { !$0.isEmpty }.map { ": \($0.prefix(200))" } ?? ""
  }
}
