public import Running
public import Text

/// How progress is shown.
public struct ProgressOptions: Sendable {
  /// Whether a line at the bottom is redrawn, which needs a terminal.
  public var isLive = false
  /// Whether only what went wrong is shown.
  public var isQuiet = false
  /// Colour, or none.
  public var style = TextStyle.plain
  /// The width of the terminal, in cells.
  public var width = 80
  /// Whether lines that GitHub's runner would take for commands are broken up.
  public var guardsCommands = false
  /// Whether what nodes have printed is put into groups that GitHub folds.
  public var foldsOutput = false

  /// How soon the run is killed after it was asked to stop, where that is known.
  public var notice: CancellationNotice?
  /// The command by which others approve, up to the node; nothing where nobody would hear of it in time.
  public var approval: String?

  /// Plain progress without colour.
  public init() {}
}
