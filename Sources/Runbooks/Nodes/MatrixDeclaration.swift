public import Templates
public import Text

/// A `matrix` as it is written: lists of values by name, and what is added to or taken from their product.
public struct MatrixDeclaration: Sendable {
  /// One of its keys.
  public struct Part: Sendable {
    /// The key.
    public let name: String
    /// The key's value, a list.
    public let value: ValueTemplate
    /// Where the value stands.
    public let span: ByteSpan
  }

  /// The lists whose product it is, in order; the last one changes fastest.
  public var axes: [Part] = []
  /// Values that are added to combinations, or make further ones.
  public var include: Part?
  /// Combinations that are left out.
  public var exclude: Part?

  init() {}
}
