internal import Text
public import Values

/// What the built-in functions do and take: checked by `validate`, printed by `pyflow plugins`, shown in docs/functions.md.
extension BuiltinFunction {
  /// The function with its parameters.
  public var schema: FunctionSchema {
    switch self {
    case .sleep: FunctionSchema(rawValue, "wait", [Self.seconds])
    case .notify: FunctionSchema(rawValue, "tell people, also where a run is quiet", Self.message + [Self.channel])
    case .log: FunctionSchema(rawValue, "say something in the run's output", Self.message)
    case .throw: FunctionSchema(rawValue, "fail; the same as `fail`", [Self.failure])
    case .fail: FunctionSchema(rawValue, "fail", [Self.failure])
    case .noop: FunctionSchema(rawValue, "do nothing")
    case .set:
      FunctionSchema(
        rawValue, "keep a value in the key-value store, or delete its key; unchanged if that is so already",
        [Self.storeKey, Self.storeValue, Self.delete],
        outputs: [("previous", "the value before; nothing if there was none")])
    case .assert: FunctionSchema(rawValue, "fail unless something holds", Self.assertion)
    case .waitFor:
      FunctionSchema(
        rawValue, "wait until a port, a file or a socket is there", Self.waiting,
        outputs: [("tries", "how often it was tried"), ("seconds", "how long it took")])
    case .writeFile:
      FunctionSchema(
        rawValue, "write a text to a file, all of it or nothing; unchanged if it is there already",
        [Self.target("the file to write"), Self.content, Self.mode, Self.append], outputs: Self.written)
    case .render:
      FunctionSchema(
        rawValue, "write what a template file comes to; unchanged if that is there already",
        [Self.template, Self.target("the file to write"), Self.mode], outputs: Self.written)
    case .checksum:
      FunctionSchema(
        rawValue, "the SHA-256 of a file, compared with one that is expected",
        [Self.target("the file to read"), Self.expected],
        outputs: [("sha256", "64 hexadecimal digits"), ("bytes", "the file's size")])
    }
  }

  private static let written = [
    (name: "path", summary: "the file, from the root"), ("bytes", "its size"), ("sha256", "of what was written"),
  ]

  private static let seconds = ParameterSchema("seconds", .duration, "how long", isRequired: true).with {
    $0.alias = "duration"
  }

  private static let message = [
    ParameterSchema("message", .text, "what is said", isRequired: true),
    ParameterSchema("level", .string, "how much it matters").with {
      $0.defaultValue = .string(MessageLevel.info.rawValue)
      $0.choices = MessageLevel.allCases.map { .string($0.rawValue) }
    },
    ParameterSchema("title", .text, "a heading"),
  ]

  private static let channel = ParameterSchema("channel", .any, "the channel that gets it, or a list of them")

  private static let failure = ParameterSchema("message", .text, "why").with {
    $0.defaultValue = .string("failed on purpose")
  }

  private static let assertion = [
    ParameterSchema(
      "condition", .conditions, "what must hold, with or without braces; of a list, everything", isRequired: true
    ).with { $0.alias = "conditions" },
    ParameterSchema("message", .text, "what is said if it does not hold"),
  ]

  private static let waiting = [
    ParameterSchema("host", .host, "a name or an address; with `port`").with {
      $0.defaultValue = .string("localhost")
    },
    ParameterSchema("port", .port, "wait until this TCP port takes connections"),
    ParameterSchema("file", .path, "wait until there is such a file or folder"),
    ParameterSchema("absent", .path, "wait until there is none"),
    ParameterSchema("socket", .path, "wait until this unix socket takes connections"),
    ParameterSchema("timeout", .duration, "how long at most; without it the node's `timeout`, else 5m").with {
      $0.minimum = 0.001
    },
    ParameterSchema("every", .duration, "how long between two tries").with {
      $0.defaultValue = .string("1s")
      $0.minimum = 0.01
    },
  ]

  private static let storeKey = ParameterSchema("key", .string, "the key", isRequired: true)
  private static let storeValue = ParameterSchema("value", .any, "its value, with its type; not with `delete`")
  private static let delete = ParameterSchema("delete", .bool, "delete the key").with { $0.defaultValue = .bool(false) }

  private static func target(_ summary: String) -> ParameterSchema {
    ParameterSchema("path", .path, summary + "; a relative path begins at the runbook's folder", isRequired: true)
  }

  private static let content = ParameterSchema("content", .text, "what the file is to hold", isRequired: true)
  private static let mode = ParameterSchema(
    "mode", .mode,
    "its rights; without it those that it has, else what umask leaves of 0644, and 0600 with a secret in it")
  private static let append = ParameterSchema("append", .bool, "add to what is there instead").with {
    $0.defaultValue = .bool(false)
  }
  private static let template = ParameterSchema(
    "template", .path, "the template file; read, checked and kept while planning", isRequired: true)
  private static let expected = ParameterSchema("expected", .sha256, "what it must be, `sha256:` before it or not")
}
