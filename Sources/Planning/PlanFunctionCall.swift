internal import Runbooks
public import Templates
public import Values

/// A call of a built-in function.
public struct PlanFunctionCall: Sendable {
  /// The functions that run (design 3.4); `throw` and `fail` are one.
  public enum Function: String, Sendable, CaseIterable {
    case sleep, notify, fail, noop, log, assert, set
    case waitFor = "wait_for"
    case writeFile = "write_file"
    case render, checksum

    /// Whether a failure is allowed where the runbook does not say (design 3.3).
    var allowsFailure: Bool { builtin.allowsFailure }

    /// The function as runbooks name it.
    var builtin: BuiltinFunction { BuiltinFunction(rawValue: rawValue) ?? .noop }

    /// Whether the engine itself carries it out: nothing outside has to be told, or asked, for it.
    public var isInternal: Bool {
      switch self {
      case .sleep, .notify, .fail, .noop, .log, .assert: true
      case .waitFor, .writeFile, .render, .checksum, .set: false
      }
    }
  }

  /// The function.
  public let function: Function
  /// Its parameters, those that are known converted to their types.
  public var parameters: [(name: String, value: ValueTemplate)]
  /// What `assert` demands.
  public var conditions: [Condition] = []
  /// The template that `render` renders.
  public var template: PlanTemplateFile?
  /// The newline that the template of what it writes ends in, which templates drop and files need.
  public var lineEnd = ""
  /// Whether what it writes holds a secret.
  public var holdsSecret = false

  init(function: Function, parameters: [(name: String, value: ValueTemplate)]) {
    self.function = function
    self.parameters = parameters
  }

  /// The function's parameters.
  public var schema: FunctionSchema { function.builtin.schema }

  /// The value that is given for a parameter, by whatever name it goes.
  public func value(of name: String) -> ValueTemplate? {
    guard let schema = schema.parameter(named: name) else { return nil }
    return parameters.first { schema.goes(by: $0.name) }?.value
  }

  /// How long `wait_for` waits where neither it nor its node says.
  public static let defaultWait = Duration.seconds(300)

  /// Whether carrying it out may change something.
  var mayChange: Bool { function == .writeFile || function == .render || function == .set }

  /// Whether doing it twice does what doing it once does: not if it adds to a file, or counts on what is kept already.
  var isRepeatable: Bool {
    if function == .set { return !parameters.contains { $0.value.asksStore } }
    guard function == .writeFile, let append = value(of: "append") else { return true }
    guard case .literal(.bool(false)) = append else { return false }
    return true
  }

  /// A call that does nothing.
  static let nothing = PlanFunctionCall(function: .noop, parameters: [])

  /// A call that waits.
  static func sleep(_ time: Duration) -> PlanFunctionCall {
    let seconds = Value.double(Double(time.milliseconds) / 1000)
    return PlanFunctionCall(function: .sleep, parameters: [("seconds", .literal(seconds))])
  }

  var summary: String {
    let shown = parameters.filter { !Self.hidden.contains($0.name) }.compactMap { parameter -> String? in
      let isPlain = schema.parameter(named: parameter.name)?.isRequired ?? true
      return parameter.value.shown.map { isPlain ? $0 : "\(parameter.name)=\($0)" }
    }
    return ([function.rawValue] + conditions.map(\.text) + shown).joined(separator: " ")
  }

  /// What is too long for one line.
  private static let hidden: Set<String> = ["content"]
}

extension ValueTemplate {
  /// Whether it asks the key-value store.
  fileprivate var asksStore: Bool { templates.contains { $0.uses(anyOf: [Expression.storeName]) } }

  /// The value in one line, a template as it is written; nothing for data with templates in it.
  var shown: String? {
    switch self {
    case .literal(let value): String.convert(value)
    case .template(let template): template.text
    case .list, .map: nil
    }
  }
}
