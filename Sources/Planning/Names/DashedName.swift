internal import Templates
internal import Text

/// A node's name that was written after a dot although it has a `-`, which the language reads as a subtraction.
///
/// `nodes.my-node.stdout` is `nodes.my` minus `node.stdout`.
struct DashedName {
  /// The name that was meant.
  let id: String
  /// Where it stands.
  let span: ByteSpan

  /// The name in `expression`, if it has that form.
  init?(_ expression: Expression) {
    switch expression.kind {
    case .attribute(let root, let name, let span):
      guard case .name("nodes") = root.kind else { return nil }
      self.init(id: name, span: span)
    case .binary(.subtract, let left, let right):
      guard let start = DashedName(left), let rest = Self.leadingName(of: right) else { return nil }
      self.init(id: "\(start.id)-\(rest.name)", span: start.span.joined(with: rest.span))
    default: return nil
    }
  }

  private init(id: String, span: ByteSpan) {
    self.id = id
    self.span = span
  }

  /// The name with which an operand begins: `node` of `node.stdout | trim`.
  private static func leadingName(of expression: Expression) -> (name: String, span: ByteSpan)? {
    switch expression.kind {
    case .name(let name): (name, expression.span)
    case .attribute(let base, _, _), .item(let base, _), .call(let base, _), .filter(let base, _):
      leadingName(of: base)
    default: nil
    }
  }
}
