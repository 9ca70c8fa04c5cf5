internal import Planning
internal import Reports
internal import Text
internal import Values

/// `pyflow plan`.
struct PlanVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let format = try invocation.diagnosticFormat()
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: true)
    guard let plan = prepared.plan, !prepared.diagnostics.hasErrors else {
      try console.show(prepared.diagnostics, as: format)
      return .invalid
    }
    try console.show(prepared.diagnostics, as: format == .json ? .text : format)
    try Self.show(plan, asJSON: invocation.has(.json), console)
    return .succeeded
  }

  /// Prints a plan as the result.
  static func show(_ plan: Plan, asJSON: Bool, _ console: Console) throws(ResultNotWritten) {
    let encoder = PlanEncoder(plan)
    guard asJSON else {
      try console.result(PlanText.render(plan, digest: encoder.digest.hex, style: console.outputStyle))
      return
    }
    var stream = JSONStream()
    stream.beginObject()
    stream.member("schema", "pyflow.plan/\(PlanEncoder.format)")
    stream.member("digest", encoder.digest.hex)
    stream.key("plan")
    encoder.encode(to: &stream)
    stream.endObject()
    try console.result(String(decoding: stream.bytes, as: UTF8.self) + "\n")
  }
}
