internal import Templates

/// The names that the templates of a node's instances can use.
enum IterationNames {
  /// `item` and `index`.
  case items
  /// `matrix` and `index`; with the names that some combination has, if they are known.
  case matrix([String]?)
  /// What is iterated over is wrong, which was reported: any of them could have been meant.
  case unreadable

  static let item = "item"
  static let index = "index"
  static let matrix = "matrix"
  /// All of them.
  static let all: Set<String> = [item, index, matrix]

  /// Whether a name has a meaning.
  func contains(_ name: String) -> Bool {
    switch self {
    case .items: name == Self.item || name == Self.index
    case .matrix: name == Self.matrix || name == Self.index
    case .unreadable: Self.all.contains(name)
    }
  }
}
