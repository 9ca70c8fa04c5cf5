public import Values

/// Something in an expression that is no plain data but can be asked: a function, a node's results, the run.
///
/// A closed set of our own types: no template can reach anything that is not one of them.
public protocol TemplateObject: ValueObject {
  /// The attribute `name`; nothing if there is none.
  func attribute(_ name: String) throws(TemplateProblem) -> Value?
  /// The result of a call.
  func call(_ arguments: CallValues) throws(TemplateProblem) -> Value
}

extension TemplateObject {
  /// Most objects have no attributes.
  public func attribute(_ name: String) throws(TemplateProblem) -> Value? { nil }

  /// Most objects cannot be called.
  public func call(_ arguments: CallValues) throws(TemplateProblem) -> Value {
    throw .notCallable(kind)
  }
}

/// The evaluated arguments of a call.
public struct CallValues: Sendable {
  /// In order.
  public var positional: [Value] = []
  /// In order of writing.
  public var keywords: [(name: String, value: Value)] = []

  /// The given positional arguments and no others.
  public init(_ positional: [Value] = []) {
    self.positional = positional
  }
}

/// A function that templates can call.
public struct TemplateFunction: TemplateObject {
  /// What messages call it.
  public var kind: String { "function" }
  private let signature: Signature
  private let body: @Sendable ([Value]) throws(TemplateProblem) -> Value

  /// A function with the given parameters; its body gets one value for each of them.
  public init(
    _ signature: Signature,
    _ body: @escaping @Sendable ([Value]) throws(TemplateProblem) -> Value
  ) {
    self.signature = signature
    self.body = body
  }

  /// Binds the arguments to the parameters and runs the body.
  public func call(_ arguments: CallValues) throws(TemplateProblem) -> Value {
    try body(try signature.bind(arguments))
  }
}
