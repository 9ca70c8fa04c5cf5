internal import Audit
internal import Planning
internal import Values

/// `pyflow version`.
struct VersionVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    guard invocation.has(.json) else {
      try console.result("pyflow \(Version.current)\n")
      return .succeeded
    }
    let document = JSONStream.document("pyflow.version/1") { stream in
      stream.member("version", Version.current)
      stream.member("audit_format", AuditEncoder.format)
      stream.member("plan_format", PlanEncoder.format)
      stream.member("platform", Self.platform)
    }
    try console.result(document)
    return .succeeded
  }

  private static var platform: String {
    #if os(Linux)
      let system = "linux"
    #else
      let system = "darwin"
    #endif
    #if arch(x86_64)
      return "\(system)-x86_64"
    #else
      return "\(system)-arm64"
    #endif
  }
}
