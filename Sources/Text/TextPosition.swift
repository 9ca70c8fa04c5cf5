/// A line and a column as editors and compilers count them, both from 1.
public struct TextPosition: Sendable, Equatable {
  /// The line, from 1.
  public let line: Int

  /// The column, from 1, in Unicode scalars.
  public let column: Int

  /// A position at `line` and `column`, both counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
