internal import Runbooks
public import Templates
internal import Text
public import Values

/// What a node of a plan does.
public enum PlanAction: Sendable {
  case command(PlanCommand)
  /// Stored apart, being much larger than a command.
  indirect case request(PlanRequest)
  case function(PlanFunctionCall)
  indirect case question(PlanQuestion)
  /// What another runbook does.
  indirect case runbook(PlanRunbookCall)
  /// Nothing by itself: it ends as its instances tell (design 5.6).
  case group(PlanGroup)

  /// The action in one line; templates as they are written.
  public var summary: String {
    switch self {
    case .command(let command): command.summary
    case .request(let request):
      "\(request.method.map { Self.text($0) } ?? request.defaultMethod) \(Self.text(request.url))"
    case .function(let call): call.summary
    case .question(let question): Self.text(question.text)
    case .runbook(let call): call.summary
    case .group(let group): group.summary
    }
  }

  /// Whether background processes that it starts may be meant to stay.
  var mayLeaveRunning: Bool {
    if case .command(let command) = self { command.leavesRunning.literal ?? true } else { false }
  }

  /// Whether carrying it out may change something: a command, or a request whose method is not a safe one (RFC 9110, 9.2.1).
  public var mayChange: Bool {
    switch self {
    case .command: true
    case .request(let request):
      !PlanRequest.safeMethods.contains(Self.text(request.method ?? .literal(request.defaultMethod)).uppercased())
    // Those that there are tell something, wait, or end; a runbook's nodes count for themselves.
    case .function, .question, .runbook, .group: false
    }
  }

  static func text(_ field: Field<String>) -> String {
    field.literal ?? field.template?.text ?? ""
  }
}

/// A command to run.
public struct PlanCommand: Sendable {
  /// The command itself.
  public enum Form: Sendable {
    case shell(ShellText, PlanShell)
    /// Words; no shell sees them.
    case words([Field<String>])
  }

  /// How its output is read for templates.
  public enum Parse: String, Sendable, CaseIterable {
    case json, lines, none
  }

  /// What runs.
  public var form: Form
  /// What it reads on its standard input.
  public var stdin: Field<String>?
  /// Whether it gets the terminal.
  public var isInteractive: Field<Bool>
  /// Whether background processes that it starts are meant to stay.
  public var leavesRunning: Field<Bool>
  /// How its output is read.
  public var parse: Parse?
  /// Bytes of output that are kept.
  public var captureLimit: Field<Int>
  /// Exit codes that mean success.
  public var successCodes: [Int]

  var summary: String {
    switch form {
    case .shell(let text, _): text.text
    case .words(let words): words.map { PlanAction.text($0) }.joined(separator: " ")
    }
  }
}

/// The program that gets a command's text.
public struct PlanShell: Sendable {
  /// Its arguments before the text, the program's name first.
  public let arguments: [Field<String>]
  /// Whose rules the text follows; nothing if they are not known.
  public let dialect: ShellDialect?
  /// Whether a command without shell syntax may be started without it (design 4).
  public let isDefault: Bool
}

/// A request to send.
public struct PlanRequest: Sendable {
  /// What is sent as the body.
  public enum Body: Sendable {
    case json(ValueTemplate)
    case text(Field<String>)
  }

  /// The address.
  public var url: Field<String>
  /// The method; by default GET, or POST if there is a body.
  public var method: Field<String>?
  /// Header fields.
  public var headers: [(name: String, value: ValueTemplate)]
  /// Parameters that are added to the address.
  public var query: [(name: String, value: ValueTemplate)]
  /// The body.
  public var body: Body?
  /// Statuses that mean success.
  public var expectedStatuses: [ClosedRange<Int>]

  /// These statuses as a runbook writes them: `200`, or `2xx` for a hundred of them.
  public var expectedStatusTexts: [String] {
    expectedStatuses.map { $0.count == 1 ? String($0.lowerBound) : "\($0.lowerBound / 100)xx" }
  }

  /// How long a request may take unless the runbook says otherwise (design 3.3).
  public static let defaultTimeout = HTTPDeclaration.defaultTimeout

  /// Whether a text can be the method of a request.
  public static func isMethod(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "-") }
  }

  /// Methods that only read.
  static let safeMethods: Set<String> = ["GET", "HEAD", "OPTIONS", "TRACE"]

  /// The method where the runbook states none.
  public var defaultMethod: String { body == nil ? "GET" : "POST" }
}

/// A call of a built-in function.
public struct PlanFunctionCall: Sendable {
  /// The functions that run (design 3.4).
  public enum Function: String, Sendable, CaseIterable {
    case sleep, notify, fail, noop, log

    /// Whether a failure is allowed where the runbook does not say (design 3.3).
    var allowsFailure: Bool { self == .notify || self == .log }
  }

  /// The function.
  public let function: Function
  /// Its parameters.
  public var parameters: [(name: String, value: ValueTemplate)]
  /// Settings of the plugin.
  public var configuration: [(name: String, value: ValueTemplate)]

  var summary: String {
    let shown = parameters.compactMap { parameter -> String? in
      switch parameter.value {
      case .literal(let value): String.convert(value)
      case .template(let template): template.text
      case .list, .map: nil
      }
    }
    return ([function.rawValue] + shown).joined(separator: " ")
  }
}
