import Runbooks
import Testing
import Values

/// What `[variables]` declares (design 3.2).
@Suite("Declarations of variables")
struct VariableDeclarationTests {
  private static func declaration(_ text: String) throws -> VariableDeclaration {
    let (runbook, diagnostics) = RunbookReading.read("[variables]\nV = \(text)\n[a]\ncommand = \"x\"\n")
    #expect(diagnostics.items.isEmpty)
    return try #require(runbook.variables.first)
  }

  @Test(
    "have the type that is written, or that of their default or choices",
    arguments: [
      ("\"x\"", VariableType.string), ("1", .int), ("1.5", .float), ("true", .bool), ("[1]", .list),
      ("2026-11-21", .string),
      ("{}", .string), ("{ default = 1 }", .int), ("{ default = {} }", .dict), ("{ type = \"list\" }", .list),
      ("{ type = \"float\", default = 1 }", .float), ("{ choices = [1, 2] }", .int), ("{ choices = [\"a\"] }", .string),
      ("{ default = \"1\", type = \"int\" }", .int),
    ])
  func types(text: String, type: VariableType) throws {
    #expect(try Self.declaration(text).type == type)
  }

  @Test(
    "are required without a default, unless they say otherwise",
    arguments: [
      ("1", false), ("{ default = 1 }", false), ("{ required = true }", true), ("{}", true),
      ("{ required = false }", false),
      ("{ required = \"yes\" }", true), ("{ required = \"no\" }", false),
    ])
  func required(text: String, isRequired: Bool) throws {
    #expect(try Self.declaration(text).isRequired == isRequired)
  }

  @Test("have defaults of their type")
  func defaults() throws {
    #expect(try Self.declaration("{ type = \"int\", default = \"7\" }").defaultValue == .int(7))
    #expect(try Self.declaration("{ type = \"float\", default = 7 }").defaultValue == .double(7))
    #expect(try Self.declaration("{ type = \"string\", default = 7 }").defaultValue == .string("7"))
    #expect(try Self.declaration("{ type = \"bool\", default = \"off\" }").defaultValue == .bool(false))
    #expect(try Self.declaration("{ type = \"list\", default = \"[1]\" }").defaultValue == .list([.int(1)]))
  }

  static let refused: [(text: String, message: String)] = [
    ("{ type = \"int\", default = \"many\" }", "runbook.type: `default` must be an integer, not a string"),
    (
      "{ type = \"integer\" }",
      "runbook.value: `type` must be one of string, int, float, bool, list, dict, not `integer`"
    ),
    ("{ required = \"maybe\" }", "runbook.value: `required` must be a boolean, not `maybe`"),
    ("{ required = true, default = 1 }", "runbook.variable: variable `V` is required and has a default"),
    ("{ type = \"int\", min = 5, max = 1 }", "runbook.variable: `min` is over `max` for variable `V`"),
    ("{ min = 1 }", "runbook.variable: `min` and `max` need a number, which variable `V` is not"),
    ("{ type = \"int\", min = \"1\" }", "runbook.type: `min` must be a number, not a string"),
    ("{ choices = [1, \"x\"] }", "runbook.type: an item of `choices` must be an integer, not a string"),
    ("{ choices = [\"a\"], default = \"b\" }", "variable.choice: `b` is not among the choices of variable `V`"),
    ("{ min = 1, default = 0 }", "variable.range: `0` is out of range for variable `V`"),
    ("{ max = 1.5, default = 2.0 }", "variable.range: `2.0` is out of range for variable `V`"),
    ("\"a\\u0000b\"", "variable.encoding: the value of variable `V` contains a NUL byte"),
    ("{ secret = true, type = \"int\" }", "runbook.variable: a secret is a string, which variable `V` is not"),
    (
      "{ secret = true, default = \"hidden-value\" }",
      "variable.secret-default: the secret `V` has a default, which everybody who can read this file can see"
    ),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(text: String, message: String) {
    #expect(RunbookReading.messages("[variables]\nV = \(text)\n[a]\ncommand = \"x\"\n") == [message])
  }

  @Test("have names of letters, digits and `_`", arguments: ["1A", "A-B", "A.B", "", "Ä", "A B"])
  func invalidName(name: String) {
    #expect(
      RunbookReading.messages("[variables]\n\"\(name)\" = 1\n[a]\ncommand = \"x\"\n")
        == ["runbook.variable-name: `\(name)` cannot be a variable's name"])
  }

  @Test(
    "may not hide what templates know",
    arguments: [
      "nodes", "run", "env", "secrets", "item", "index", "matrix", "result", "kv", "loop", "has_failed", "failure",
      "true", "None", "not", "in",
    ])
  func reservedName(name: String) {
    #expect(
      RunbookReading.messages("[variables]\n\(name) = 1\n[a]\ncommand = \"x\"\n")
        == ["runbook.variable-name: the name `\(name)` is taken by pyflow"])
  }
}
