import Runbooks
import Testing
import Text
import Values

/// Which value a variable gets, and what is wrong with it (design 3.2).
@Suite("Values of variables")
struct VariableResolverTests {
  private static func resolve(
    _ variables: String, _ given: [VariableAssignment], demandsAll: Bool = true
  ) -> (values: [ResolvedVariable], problems: [String]) {
    let runbook = RunbookReading.read("[variables]\n\(variables)\n[a]\ncommand = \"x\"\n").runbook
    var diagnostics = Diagnostics()
    let values = VariableResolver.resolve(
      runbook.variables, in: runbook.source, given: given, demandsAll: demandsAll, into: &diagnostics)
    return (values, diagnostics.items.map { "\($0.severity.rawValue) \($0.id): \($0.message)" })
  }

  @Test(
    "are converted from text to their type",
    arguments: [
      ("string", "1", Value.string("1")), ("string", " x ", .string(" x ")), ("string", "", .string("")),
      ("int", "-7", .int(-7)), ("int", " 7 ", .int(7)), ("float", "1", .double(1)), ("float", "1e3", .double(1000)),
      ("bool", "false", .bool(false)), ("bool", "False", .bool(false)), ("bool", "yes", .bool(true)),
      ("list", "[1, \"a\"]", .list([.int(1), .string("a")])), ("list", "[]", .list([])),
      ("dict", "{}", .map(ValueMap())),
    ])
  func conversion(type: String, text: String, value: Value) {
    let (values, problems) = Self.resolve("V = { type = \"\(type)\" }", [VariableAssignment(name: "V", text: text)])
    #expect(problems.isEmpty)
    #expect(values.map(\.value) == [value])
    #expect(values.map(\.source) == ["--var"])
  }

  @Test(
    "are refused where they are not of their type",
    arguments: [
      ("int", "1.5", "an integer"), ("int", "", "an integer"), ("int", "99999999999999999999", "an integer"),
      ("int", "0x10", "an integer"), ("float", "nan", "a number"), ("float", "inf", "a number"),
      ("float", "1,5", "a number"),
      ("bool", "maybe", "a boolean (true or false)"), ("bool", "", "a boolean (true or false)"),
      ("list", "a,b", "a list (JSON)"),
      ("list", "{}", "a list (JSON)"), ("dict", "[]", "a map (JSON)"), ("dict", "{", "a map (JSON)"),
    ])
  func wrongType(type: String, text: String, expected: String) {
    let (values, problems) = Self.resolve("V = { type = \"\(type)\" }", [VariableAssignment(name: "V", text: text)])
    #expect(values.isEmpty)
    #expect(problems == ["error variable.type: variable `V` is \(expected), not `\(text)`"])
  }

  private static func assignment(_ text: String, _ source: VariableSource) -> VariableAssignment {
    VariableAssignment(name: "V", content: .text(text), source: source, place: .origin("there"))
  }

  @Test("are those of the strongest source, which stands last")
  func precedence() {
    let sources: [VariableSource] = [.environment("prod"), .process(variable: "P_V"), .file("v.toml"), .commandLine]
    for count in 0...sources.count {
      let given = sources.prefix(count).map { Self.assignment($0.name, $0) }
      let (values, problems) = Self.resolve("V = \"default\"", given)
      #expect(problems.isEmpty)
      #expect(values.map(\.value) == [.string(given.last?.source.name ?? "default")])
      #expect(values.map(\.source) == [given.last?.source.name ?? "default"])
    }
  }

  @Test("that are overridden may be wrong")
  func overridden() {
    let (values, problems) = Self.resolve(
      "V = 1", [Self.assignment("x", .file("v.toml")), Self.assignment("2", .commandLine)])
    #expect(problems.isEmpty)
    #expect(values.map(\.value) == [.int(2)])
  }

  @Test("that are missing are only told where all are demanded")
  func missing() {
    let variables = "A = { description = \"where to\" }\nB = { required = false }\nC = { type = \"int\" }"
    #expect(
      Self.resolve(variables, []).problems == [
        "error variable.missing: variable `A` has no value (where to)",
        "error variable.missing: variable `C` has no value",
      ])
    #expect(Self.resolve(variables, [], demandsAll: false).problems.isEmpty)
  }

  @Test("that are unknown are errors from those who must know, warnings from others")
  func unknown() {
    func problems(_ source: VariableSource) -> [String] {
      Self.resolve(
        "NAME = 1", [VariableAssignment(name: "NAMES", content: .text("1"), source: source, place: .origin("there"))]
      ).problems
    }
    let message = "variable.unknown: there is no variable `NAMES`"
    #expect(problems(.commandLine) == ["error \(message)"])
    #expect(problems(.environment("prod")) == ["error \(message)"])
    #expect(problems(.file("v.toml")) == ["warning \(message)"])
    #expect(problems(.process(variable: "P_NAMES")) == ["warning \(message)"])
  }

  @Test("a secret that is missing is not to be put into the arguments")
  func missingSecret() {
    let runbook = RunbookReading.read("[variables]\nTOKEN = { secret = true }\n[a]\ncommand = \"x\"\n").runbook
    var diagnostics = Diagnostics()
    _ = VariableResolver.resolve(
      runbook.variables, in: runbook.source, given: [], demandsAll: true, into: &diagnostics)
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics).hasSuffix(
        "     = hint: use --vars-file or --vars-env, or let pyflow ask for it\n"))
  }

  @Test("are told all together, with what to do")
  func together() {
    let variables = """
      ENV = { choices = ["dev", "prod"] }
      COUNT = { type = "int", min = 1, max = 9 }
      RATIO = { type = "float", max = 0.5 }
      FLAG = { type = "bool" }
      NEEDED = { required = true }
      """
    let runbook = RunbookReading.read("[variables]\n\(variables)\n[a]\ncommand = \"x\"\n").runbook
    let given = [
      ("ENV", "test"), ("COUNT", "10"), ("RATIO", "0.75"), ("FLAG", "perhaps"), ("FLAX", "1"), ("ENV", "qa"),
    ]
    var diagnostics = Diagnostics()
    _ = VariableResolver.resolve(
      runbook.variables, in: runbook.source, given: given.map { VariableAssignment(name: $0, text: $1) },
      demandsAll: true,
      into: &diagnostics)
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        deploy.toml:6:1: error: variable `NEEDED` has no value [variable.missing]
          6 | NEEDED = { required = true }
            | ^^^^^^
             = hint: pass it: --var NEEDED=…
        --var FLAX: error: there is no variable `FLAX` [variable.unknown]
            = hint: did you mean `FLAG`?
        --var ENV: error: variable `ENV` is given twice [variable.repeated]
            = hint: pass it once
        --var ENV: error: `qa` is not among the choices of variable `ENV` [variable.choice]
            = hint: choose one of dev, prod
        --var COUNT: error: `10` is out of range for variable `COUNT` [variable.range]
            = hint: from 1 to 9 is allowed
        --var RATIO: error: `0.75` is out of range for variable `RATIO` [variable.range]
            = hint: at most 0.5 is allowed
        --var FLAG: error: variable `FLAG` is a boolean (true or false), not `perhaps` [variable.type]
            = hint: write true or false

        """)
  }

  @Test("of an environment are chosen by its name")
  func environments() {
    let text =
      "[runbook.environments.prod]\nV = 2\n[runbook.environments.staging]\nV = 3\n[variables]\nV = 1\n[a]\ncommand = \"x\"\n"
    let runbook = RunbookReading.read(text).runbook
    var diagnostics = Diagnostics()
    let chosen = RunbookEnvironment.choose("staging", among: runbook.settings.environments, into: &diagnostics)
    #expect(chosen?.assignments.map(\.name) == ["V"])
    #expect(diagnostics.items.isEmpty)
    #expect(RunbookEnvironment.choose("stagin", among: runbook.settings.environments, into: &diagnostics) == nil)
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        --env stagin: error: there is no environment `stagin` [variable.unknown-environment]
            = hint: did you mean `staging`?

        """)
  }
}
