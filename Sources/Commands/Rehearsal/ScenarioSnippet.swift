internal import Planning
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// A run of an exploration as a scenario of a file beside the runbook, which plays it again (design 9).
struct ScenarioSnippet {
  let plan: Plan
  /// How things were when the runs of the exploration began.
  let settings: RehearsalRun.Settings
  /// The scenario whose world they had, if it says anything of that.
  var course: String?

  /// Its lines; it expects what came of the run.
  func lines(of one: ExplorationCase) -> [String] {
    var lines = ["[[scenario]]", "name = \(Self.text(.string(one.name)))"] + surroundings
    if one.strikes.contains(where: \.fault.isResume) { lines.append("\(ScenarioKey.resume.rawValue) = true") }
    let script = one.strikes.map { "\(Self.text(.string($0.site))) = \(Self.value(of: $0))" }
    if !script.isEmpty { lines.append("script = { \(script.joined(separator: ", ")) }") }
    lines.append("expect = { outcome = \(Self.text(.string(one.isEndless ? "succeeded" : one.status))) }")
    return lines
  }

  /// What is around the nodes: the variables that are not as the runbook has them, and what else was said.
  private var surroundings: [String] {
    let variables = plan.variables.filter { !$0.isSecret && $0.source != "default" }
    let environment = settings.processEnvironment.sorted { $0.key < $1.key }
    var lines: [String] = []
    if !variables.isEmpty { lines.append("vars = " + Self.table(variables.map { ($0.name, $0.value) })) }
    if let name = settings.environment { lines.append("environment = \(Self.text(.string(name)))") }
    if !environment.isEmpty { lines.append("env = " + Self.table(environment.map { ($0.key, .string($0.value)) })) }
    if !settings.scene.store.isEmpty { lines.append("kv = \(Self.text(.map(settings.scene.store)))") }
    if let course { lines.append("# and the `world` of scenario `\(OutputText.oneLine(course))`") }
    return lines
  }

  private static func value(of strike: ExplorationCase.Strike) -> String {
    switch strike.fault {
    case .fail, .timeout, .unknown, .cancel, .abort, .promote, .crash: text(.string(strike.fault.rawValue))
    case .cancelSlow: "{ result = \"cancel\", take = \"5m\" }"
    case .resume: text(.string(RehearsalFault.crash.rawValue))
    case .crashAfter, .resumeAfter: "{ result = \"crash\", moves = true }"
    case .lie: "{ moves = false }"
    case .stray: "{ result = \"fail\", moves = true }"
    case .drift:
      "{ times = 1, world = \(table(strike.drift.map { [($0.key.rawValue, .string($0.place))] } ?? [])) }"
    }
  }

  // MARK: - TOML

  private static func table(_ entries: [(name: String, value: Value)]) -> String {
    entries.isEmpty ? "{}" : "{ \(entries.map { "\(key($0.name)) = \(text($0.value))" }.joined(separator: ", ")) }"
  }

  private static func key(_ name: String) -> String {
    let isBare = !name.isEmpty && name.utf8.allSatisfy { isBareByte($0) }
    return isBare ? name : text(.string(name))
  }

  private static func isBareByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// A value as TOML writes it: as JSON does, but for tables.
  private static func text(_ value: Value) -> String {
    switch value {
    case .list(let items): "[\(items.map { text($0) }.joined(separator: ", "))]"
    case .map(let map): table(map.entries.map { (String.convert($0.key) ?? "", $0.value) })
    case .null, .bool, .int, .double, .string, .object: JSONWriter.string(value)
    }
  }
}
