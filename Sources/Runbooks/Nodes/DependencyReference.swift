public import Text
public import Values

/// An entry of `depends_on` as it was written (design 3.3).
public struct DependencyReference: Sendable {
  /// What it names.
  public enum Target: Sendable, Equatable {
    /// `"^"`: the node before.
    case previous
    /// `"*"`: all nodes before.
    case allBefore
    case node(String)
  }

  /// How the target must end for the entry to hold; a plain entry has none.
  public enum Requirement: String, Sendable, CaseIterable {
    case success, failure, skipped, done
    // How a strategy ended that did not succeed.
    case rolledBack = "rolled_back"
    case halted
    case rollbackFailed = "rollback_failed"
    case refused

    /// Whether it holds only where the node has failed.
    public var answersFailure: Bool { self == .failure || isOfStrategy }

    /// Whether only strategies end so.
    public var isOfStrategy: Bool {
      switch self {
      case .success, .failure, .skipped, .done: false
      case .rolledBack, .halted, .rollbackFailed, .refused: true
      }
    }
  }

  /// What it names.
  public let target: Target
  /// The condition after the colon.
  public let requirement: Requirement?
  /// Where it stands.
  public let span: ByteSpan
}

/// How conditional entries combine.
public enum JoinRule: Sendable, Equatable {
  case any, all
  case count(Int)

  /// How many of `count` conditional entries must hold.
  public func needed(of count: Int) -> Int {
    switch self {
    case .any: min(1, count)
    case .all: count
    case .count(let number): number
    }
  }
}

extension JoinRule: ValueConvertible {
  /// `"any", "all" or a number`.
  public static var typeName: String { "\"any\", \"all\" or a number" }

  /// `any`, `all`, or a number of entries from 1.
  public static func convert(_ value: Value) -> JoinRule? {
    switch value {
    case .string("any"): .any
    case .string("all"): .all
    default: Int.convert(value).flatMap { $0 >= 1 ? .count($0) : nil }
    }
  }
}
