internal import Text

/// A table, array or scalar in the flat tree of a document.
///
/// Nodes refer to each other by index, so that building, walking and freeing a tree never recurses, and a large runbook
/// is one array instead of a million objects.
struct TOMLNode {
  /// How a table came about, which decides whether it may be opened again (TOML 1.1, "Table").
  enum Origin: UInt8 {
    /// Not a table.
    case none
    /// The document itself.
    case root
    /// Named by a longer header only: `a` in `[a.b]`. A header of its own may still come.
    case implied
    /// By a header of its own.
    case header
    /// By a dotted key: `a` in `a.b = 1`. Only keys of the same section may add to it.
    case dottedKey
    /// In braces. Closed for ever.
    case inline
    /// The list behind `[[a]]` headers.
    case headerArray
  }

  /// The index that stands for "none".
  static let none: Int32 = -1

  var kind: TOMLKind
  var origin = Origin.none
  /// The key, decoded; empty for items of an array.
  var key = TextReference.empty
  /// Where the key stands, quotation marks included.
  var keySpan = ByteSpan(at: 0)
  /// Where the value stands; for a table with a header, the header.
  var valueSpan = ByteSpan(at: 0)
  /// A scalar's value: an integer, the bits of a float, 0 or 1, a string's `TextReference`, the index of a date-time;
  /// or the number of keys of a table.
  var payload: UInt64 = 0
  var parent = TOMLNode.none
  var firstChild = TOMLNode.none
  var lastChild = TOMLNode.none
  var nextSibling = TOMLNode.none
  /// For a dotted-key table: the table whose section it belongs to.
  var section = TOMLNode.none

  init(_ kind: TOMLKind, origin: Origin = .none) {
    self.kind = kind
    self.origin = origin
  }
}
