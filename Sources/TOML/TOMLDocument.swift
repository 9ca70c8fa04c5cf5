public import Text

/// A parsed TOML 1.1 document: a tree in which every key and value knows where it stands, in the order of the text.
public struct TOMLDocument: Sendable {
  private let tree: TOMLTree

  /// The text that was parsed.
  public var source: SourceText { tree.source }

  /// The table that holds everything.
  public var root: TOMLItem { TOMLItem(tree: tree, index: 0) }

  /// Parses `source`, reporting every mistake; what could be understood is in the document all the same.
  ///
  /// At most one diagnostic for each statement, and `TOMLParser.maximumErrors` in all. O(bytes).
  public static func parse(_ source: SourceText, into diagnostics: inout Diagnostics) -> TOMLDocument {
    var parser = TOMLParser(source: source)
    parser.parse()
    diagnostics.append(contentsOf: parser.diagnostics)
    return TOMLDocument(tree: parser.tree())
  }
}
