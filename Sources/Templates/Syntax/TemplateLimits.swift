/// The bounds of the template language.
///
/// None depends on time, so that a result never depends on the machine's load.
public enum TemplateLimits {
  /// How deep expressions and statements may be nested.
  public static let depth = 100
  /// How many expressions may stand inside each other: `a + b + c` makes two levels without any nesting.
  public static let height = 400
  /// The largest template, in bytes: 1 MiB.
  public static let templateSize = 1 << 20
  /// The steps of one rendering: expressions evaluated, and elements and bytes made by them.
  public static let steps = 1_000_000
  /// The largest string that an expression may make, and the largest output, in bytes: 10 MiB.
  public static let textSize = 10 << 20
  /// How deep macros and recursive loops may call each other.
  public static let callDepth = 100
  /// How many expressions may be evaluated inside each other, those of macros that call each other included.
  public static let evaluationDepth = 500
  /// How deep lists and maps that a template keeps under a name may be nested.
  public static let valueDepth = 1_000
  /// How far a regular expression may go back and forth inside itself.
  public static let regexDepth = 2_000
  /// The longest `range`.
  public static let rangeLength = 100_000
  /// The longest list that an expression may make.
  public static let listLength = 1_000_000
}
