/// The functions that pyflow has itself (design 3.4).
public enum BuiltinFunction: String, Sendable, CaseIterable {
  case sleep, notify, `throw`, fail, noop, log, set, assert
  case waitFor = "wait_for"
  case writeFile = "write_file"
  case render, checksum

  /// A parameter of a function.
  public struct Parameter: Sendable {
    /// What a parameter's value is converted to.
    public enum Kind: Sendable { case text, duration, any }

    /// Its name.
    public let name: String
    /// Its type.
    public let kind: Kind
    /// Whether it must be given.
    public let isRequired: Bool
    /// Another name of it.
    public var alias: String?
  }

  /// Whether the function is there.
  public var availability: KeyDefinition.Availability {
    switch self {
    case .sleep, .notify, .throw, .fail, .noop, .log: .now
    case .set, .assert, .waitFor, .writeFile, .render, .checksum: .later
    }
  }

  /// The parameters it takes.
  public var parameters: [Parameter] {
    switch self {
    case .sleep:
      [Parameter(name: "seconds", kind: .duration, isRequired: true, alias: "duration")]
    case .notify: Self.log.parameters + [Parameter(name: "channel", kind: .any, isRequired: false)]
    case .log:
      [
        Parameter(name: "message", kind: .text, isRequired: true),
        Parameter(name: "level", kind: .text, isRequired: false),
        Parameter(name: "title", kind: .text, isRequired: false),
      ]
    case .throw, .fail: [Parameter(name: "message", kind: .text, isRequired: false)]
    case .noop, .set, .assert, .waitFor, .writeFile, .render, .checksum: []
    }
  }

  /// Whether a failure is allowed where the runbook does not say (design 3.3).
  public var allowsFailure: Bool { self == .notify || self == .log }
}
