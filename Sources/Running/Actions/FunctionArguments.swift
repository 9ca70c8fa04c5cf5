internal import Values

/// The values of a function's parameters, by the names that the schema gives them.
struct FunctionArguments {
  private let values: [String: Value]

  init(_ values: [String: Value]) { self.values = values }

  subscript(name: String) -> Value? { values[name] }

  func text(_ name: String) -> String? { values[name].flatMap { String.convert($0) } }

  func duration(_ name: String) -> Duration? { values[name].flatMap { Duration.convert($0) } }

  func flag(_ name: String) -> Bool { values[name].flatMap { Bool.convert($0) } ?? false }
}
