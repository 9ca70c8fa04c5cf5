internal import Templates
internal import Values

/// Which blocked entries a condition turns into entries that hold (design 5.2, "Lifting").
public struct Lifting: Sendable, Equatable {
  /// The nodes whose failure is lifted, by index.
  public var nodes: [Int] = []
  /// The functions about the run that it calls; all but `success` lift every entry, blocked ones included.
  public var functions: [RunFunction] = []

  /// Nothing is lifted.
  public static let none = Lifting()

  /// Whether every entry is lifted.
  public var liftsAll: Bool { functions.contains { $0 != .success } }

  /// Whether any failure is answered.
  public var answersAnyFailure: Bool { functions.contains { $0 == .failure || $0 == .always } }

  /// Whether the cancellation of the run is answered.
  public var answersCancellation: Bool { functions.contains { $0 == .cancelled || $0 == .always } }

  /// Whether anything is lifted.
  public var isLifting: Bool { liftsAll || !nodes.isEmpty }

  /// The ids that `has_failed('…')` names where it lifts: joined by `and` and `or` only, with a literal name.
  ///
  /// Under a `not`, in a comparison or an inline `if` it lifts nothing.
  static func names(in expression: Expression) -> [String] {
    switch expression.kind {
    case .and(let left, let right), .or(let left, let right):
      return names(in: left) + names(in: right)
    case .call(let callee, let arguments):
      guard case .name(let function) = callee.kind, function == OutcomeFunction.hasFailed.rawValue,
        let argument = arguments.positional.first, case .literal(.string(let id)) = argument.kind
      else { return [] }
      return [id]
    default: return []
    }
  }
}
